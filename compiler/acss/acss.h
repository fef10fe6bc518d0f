// Styles: ACSS, which is CSS with the unit rpx, and plain CSS. parse() reads a file, print() writes
// it for the package.
//
// The parser is CSS Syntax Module Level 3 with nested rules. It recovers after every mistake (3xxx)
// and never refuses a file: what a browser would drop is reported and left out, the rest stays.
// What is printed differs from the source only in white space, comments, @charset and the two
// things phones need (appx contract 2.6): rpx becomes rem (1rem = 100rpx; "1rpx" is printed as
// "0.01rem", which the framework makes a hairline) and selectors for built-in tags become selectors
// for the classes that these tags have (view -> .a-view, page -> .a-page). Nothing is prefixed for
// old browsers, and prefixes in the source are kept.
//
// A Sheet is immutable and shared.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/diag/diagnostic.h"
#include "compiler/source/source.h"
#include "compiler/source/source_map.h"

namespace mpaas::acss {

struct Import {
  std::string specifier;  // without quotes or url(), escapes resolved
  Span span;              // the specifier with its quotes, or the whole url()
  bool external = false;  // http:, https:, // or data: – stays an @import in the printed text
};

struct Rules;  // tokens and rules, seen only inside this folder

struct Sheet {
  SourcePointer source;
  std::vector<Import> imports;  // in order; the caller finds the files
  std::shared_ptr<const Rules> rules;
};

using SheetPointer = std::shared_ptr<const Sheet>;

// Never null. A language that is not ours yet (.less, .scss …) is reported (3011) and gives an
// empty sheet.
SheetPointer parse(SourcePointer source, diag::Sink& sink);

struct PrintOptions {
  bool minify = false;          // no white space that carries no meaning, no /*! comments
  bool tags_to_classes = true;  // view -> .a-view
  bool rpx_to_rem = true;       // 455rpx -> 4.55rem, also in custom properties
  // Made for the sheet's source: learns where rules, declarations and values come from.
  SourceMapRecorder* map = nullptr;
};

// Without the @imports of files: those sheets are put before this one by the caller.
std::string print(const Sheet& sheet, const PrintOptions& options);

}  // namespace mpaas::acss
