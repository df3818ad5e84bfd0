// SQL as people write it, for what is read without a server.
#pragma once

#include <vector>

namespace schemac::test {

struct OfflineSample {
  const char* what;
  const char* sql;
};

std::vector<OfflineSample> offline_samples();

}  // namespace schemac::test
