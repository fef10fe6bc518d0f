// A Diagnostic as people and as programs read it. Both come from the same value.
#pragma once

#include <string>
#include <vector>

#include "compiler/diag/diagnostic.h"

namespace mpaas::diag {

enum class Colour : bool { off, on };

// pages/index/index.axml:3:5: error[E2001]: <view> is never closed
//    3 |     <view class="row">
//      |     ^^^^^^^^^^^^^^^^^^
// help: add </view> · mpaas explain E2001
// Control characters of the user's text are shown as ␛ and the like, never sent to the terminal
// raw.
std::string render_text(const Diagnostic& diagnostic, Colour colour);

// One JSON object:
// {"code":"E2001","name":…,"severity":…,"path":…,"line":…,"column":…,"endLine":…,"endColumn":…,"offset":…,"message":…,
// "hint":…,"frame":…,"notes":[…],"fix":{…}|absent}. Written by hand: this folder knows no JSON
// library.
std::string render_json(const Diagnostic& diagnostic);
std::string render_json(const std::vector<Diagnostic>& diagnostics);  // array

// "…" with escapes, for any UTF-8.
std::string json_string(std::string_view text);
// Control characters made visible, so that hostile names cannot drive the terminal.
std::string printable(std::string_view text);

}  // namespace mpaas::diag
