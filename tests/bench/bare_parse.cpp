// Lexes and parses a file with ANTLR as it comes, one tree for the whole: the limit that `schemac check` is measured
// by.
#include <fstream>
#include <iostream>
#include <sstream>

#include "syntax/parse.h"

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: bench_bare_parse FILE\n";
    return 1;
  }
  std::ifstream in(argv[1], std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (schemac::syntax::bare_parse(text.str())) return 0;
  std::cerr << argv[1] << " has errors\n";
  return 1;
}
