// A connection that passes everything on to another one, until a chosen statement.
#pragma once

#include "engine/connection.h"

namespace schemac::test {

class PassingConnection : public engine::Connection {
 public:
  /// `survived` statements that may change something are carried out; of the next, struck() is asked.
  PassingConnection(std::unique_ptr<engine::Connection> inner, int survived);

  void close() override { inner_->close(); }
  std::vector<std::string> warnings() override { return inner_->warnings(); }

 protected:
  virtual Outcome<engine::Rows> struck(std::string_view sql, const std::vector<engine::Value>& params) = 0;

  Outcome<engine::Rows> pass(std::string_view sql, const std::vector<engine::Value>& params);
  Outcome<engine::Rows> run(std::string_view sql, const std::vector<engine::Value>& params) override;
  Outcome<bool> lock_now(const std::string& name) override;
  Outcome<bool> unlock_now(const std::string& name) override;

 private:
  template <class T>
  Outcome<T> passed_on(Result<T> result) const;

  std::unique_ptr<engine::Connection> inner_;
  int left_;
};

/// The process dies, as by SIGKILL, before the statement is sent.
class KillingConnection final : public PassingConnection {
 public:
  using PassingConnection::PassingConnection;

 protected:
  Outcome<engine::Rows> struck(std::string_view sql, const std::vector<engine::Value>& params) override;
};

/// The server ends the session: before the statement is sent, or when it was carried out and nothing is known of it.
class CutConnection final : public PassingConnection {
 public:
  enum class When { before, after };
  /// `server` is another session of the same server.
  CutConnection(std::unique_ptr<engine::Connection> inner, int survived, When when, engine::Connection& server);

  bool was_cut() const { return was_cut_; }

 protected:
  Outcome<engine::Rows> struck(std::string_view sql, const std::vector<engine::Value>& params) override;

 private:
  std::string session_;
  When when_;
  engine::Connection& server_;
  bool was_cut_ = false;
};

}  // namespace schemac::test
