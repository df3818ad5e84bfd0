// A connection whose process dies at a chosen statement, as by SIGKILL.
#pragma once

#include "engine/connection.h"

namespace schemac::test {

class KillingConnection : public engine::Connection {
 public:
  /// Dies once `survived` statements that may change something have been carried out: before the next is sent.
  KillingConnection(std::unique_ptr<engine::Connection> inner, int survived);

  void close() override { inner_->close(); }
  std::vector<std::string> warnings() override { return inner_->warnings(); }

 protected:
  Outcome<engine::Rows> run(std::string_view sql, const std::vector<engine::Value>& params) override;
  Outcome<bool> lock_now(const std::string& name) override;
  Outcome<bool> unlock_now(const std::string& name) override;

 private:
  template <class T>
  Outcome<T> passed_on(Result<T> result) const;

  std::unique_ptr<engine::Connection> inner_;
  int left_;
};

}  // namespace schemac::test
