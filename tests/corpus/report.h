// What the runner prints, and whether it is what was expected.
#pragma once

#include <map>
#include <string>

#include "corpus/expectations.h"
#include "corpus/journey.h"

namespace schemac::corpus {

/// Of each case the outcome, of the first way that did not pass.
using Outcomes = std::map<std::string, Outcome>;

/// The table of figures: by group, how many passed, were refused, failed.
void print_figures(const std::map<std::string, Case>& cases, const Outcomes& outcomes, const std::string& title);

/// Says what differs from what known.txt has of the cases that ran; false where something does.
bool is_as_expected(const Outcomes& outcomes, const Expectations& known);

}  // namespace schemac::corpus
