#include "corpus/expectations.h"

#include <fstream>
#include <stdexcept>

namespace schemac::corpus {

Expectations read_expectations(const std::filesystem::path& file) {
  std::ifstream in(file);
  if (!in) throw std::runtime_error("cannot read " + file.string());
  Expectations out;
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line[0] == '#') continue;
    const std::size_t colon = line.find(": ");
    if (colon == line.npos) throw std::runtime_error(file.string() + ": no 'case: outcome' in '" + line + "'");
    out[line.substr(0, colon)] = line.substr(colon + 2);
  }
  return out;
}

void write_expectations(const std::filesystem::path& file, const Expectations& all) {
  std::string head;
  {
    std::ifstream in(file);
    for (std::string line; std::getline(in, line) && line.starts_with("#");) head += line + "\n";
  }
  std::ofstream out(file);
  out << head;
  for (const auto& [name, outcome] : all) out << name << ": " << outcome << "\n";
}

}  // namespace schemac::corpus
