// The one door to ANTLR: its runtime and what it generates from grammar/. Include it from this folder's .cpp files
// only.
#pragma once

#include <antlr4-runtime.h>

#include "SchemaLexer.h"
#include "SchemaParser.h"
