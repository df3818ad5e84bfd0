// libFuzzer's entry. Run it as build/fuzz/tests/fuzz/parse_fuzz CORPUS_FOLDER.
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "fuzz/parse_target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string broken = schemac::syntax::broken_promise({reinterpret_cast<const char*>(data), size});
  if (!broken.empty()) {
    std::fprintf(stderr, "%s\n", broken.c_str());
    std::abort();
  }
  return 0;
}
