#include "compiler/diag/render.h"

#include <algorithm>

#include "compiler/base/utf8.h"
#include "compiler/source/line_index.h"

namespace mpaas::diag {
namespace {

constexpr std::size_t widest_line = 160;

struct Palette {
  const char* bold = "";
  const char* red = "";
  const char* yellow = "";
  const char* cyan = "";
  const char* dim = "";
  const char* reset = "";
};

Palette palette(Colour colour) {
  if (colour == Colour::off) {
    return {};
  }
  return {"\x1b[1m", "\x1b[1;31m", "\x1b[1;33m", "\x1b[36m", "\x1b[2m", "\x1b[0m"};
}

std::string_view severity_name(Severity severity) {
  switch (severity) {
    case Severity::error:
      return "error";
    case Severity::warning:
      return "warning";
    case Severity::note:
      return "note";
  }
  return "error";
}

// The source line and the carets below it; long (minified) lines are cut around the place.
std::string frame(const Location& at, const Palette& paint, const char* accent) {
  const LineIndex lines(at.source->text);
  const Position begin = lines.position(at.span.begin);
  const std::string_view whole = lines.line(begin.line);
  std::size_t start = at.span.begin - lines.line_start(begin.line);
  start = std::min(start, whole.size());
  std::size_t length = std::max<std::size_t>(at.span.end, at.span.begin) - at.span.begin;
  length = std::min(length, whole.size() - start);
  std::string_view shown = whole;
  std::string prefix;
  if (whole.size() > widest_line) {
    std::size_t from = start > widest_line / 2 ? start - widest_line / 2 : 0;
    while (from > 0 && (static_cast<unsigned char>(whole[from]) & 0xC0) == 0x80) {
      --from;
    }
    std::size_t to = std::min(whole.size(), from + widest_line);
    while (to < whole.size() && (static_cast<unsigned char>(whole[to]) & 0xC0) == 0x80) {
      ++to;
    }
    shown = whole.substr(from, to - from);
    prefix = from > 0 ? "…" : "";
    start -= from;
    length = std::min(length, shown.size() - start);
  }
  const auto expand = [](std::string_view text) {
    std::string out;
    for (const char c : text) {
      out += c == '\t' ? std::string("  ") : std::string(1, c);
    }
    return printable(out);
  };
  const std::string number = std::to_string(begin.line);
  const std::string gutter(number.size() + 3, ' ');
  const std::size_t before =
      utf8::display_width(prefix) + utf8::display_width(expand(shown.substr(0, start)));
  const std::size_t width =
      std::max<std::size_t>(1, utf8::display_width(expand(shown.substr(start, length))));
  return fmt::format("   {}{} |{} {}{}\n{}{} |{} {}{}{}{}\n", paint.cyan, number, paint.reset,
                     prefix, expand(shown), gutter, paint.cyan, paint.reset,
                     std::string(before, ' '), accent, std::string(width, '^'), paint.reset);
}

std::string place(const Location& at) {
  if (!at.source) {
    return {};
  }
  const Position begin = LineIndex(at.source->text).position(at.span.begin);
  return fmt::format("{}:{}:{}: ", printable(at.source->path), begin.line, begin.column);
}

std::string location_members(const Location& at) {
  if (!at.source) {
    return R"("path":null)";
  }
  const LineIndex lines(at.source->text);
  const Position begin = lines.position(at.span.begin);
  const Position end = lines.position(std::max(at.span.begin, at.span.end));
  return fmt::format(
      R"("path":{},"line":{},"column":{},"endLine":{},"endColumn":{},"offset":{},"length":{})",
      json_string(at.source->path), begin.line, begin.column, end.line, end.column, at.span.begin,
      std::max(at.span.begin, at.span.end) - at.span.begin);
}

}  // namespace

std::string render_text(const Diagnostic& diagnostic, Colour colour) {
  const Palette paint = palette(colour);
  const char* accent = diagnostic.severity == Severity::error ? paint.red : paint.yellow;
  std::string out =
      fmt::format("{}{}{}{}{}[{}]{}: {}{}{}\n", paint.bold, place(diagnostic.at), paint.reset,
                  accent, severity_name(diagnostic.severity), label(diagnostic.code), paint.reset,
                  paint.bold, printable(diagnostic.message), paint.reset);
  if (diagnostic.at.source) {
    out += frame(diagnostic.at, paint, accent);
  }
  for (const Note& note : diagnostic.notes) {
    out += fmt::format("{}{}note{}: {}\n", place(note.at), paint.cyan, paint.reset,
                       printable(note.message));
    if (note.at.source) {
      out += frame(note.at, paint, paint.cyan);
    }
  }
  const std::string explain =
      fmt::format("{}mpaas explain {}{}", paint.dim, label(diagnostic.code), paint.reset);
  if (diagnostic.hint.empty()) {
    out += fmt::format("{}help{}: {}\n", paint.cyan, paint.reset, explain);
  } else {
    out += fmt::format("{}help{}: {} · {}\n", paint.cyan, paint.reset, printable(diagnostic.hint),
                       explain);
  }
  return out;
}

std::string render_json(const Diagnostic& diagnostic) {
  std::string out =
      fmt::format(R"({{"code":{},"name":{},"severity":{},{},"message":{},"hint":{})",
                  json_string(label(diagnostic.code)), json_string(info(diagnostic.code).name),
                  json_string(severity_name(diagnostic.severity)), location_members(diagnostic.at),
                  json_string(diagnostic.message), json_string(diagnostic.hint));
  out += fmt::format(R"(,"frame":{},"notes":[)",
                     json_string(diagnostic.at.source ? frame(diagnostic.at, {}, "") : ""));
  for (std::size_t i = 0; i < diagnostic.notes.size(); ++i) {
    const Note& note = diagnostic.notes[i];
    out += fmt::format(R"({}{{{},"message":{}}})", i == 0 ? "" : ",", location_members(note.at),
                       json_string(note.message));
  }
  out += ']';
  if (diagnostic.fix) {
    out += fmt::format(R"(,"fix":{{{},"replacement":{}}})", location_members(diagnostic.fix->at),
                       json_string(diagnostic.fix->replacement));
  }
  return out + '}';
}

std::string render_json(const std::vector<Diagnostic>& diagnostics) {
  std::string out = "[";
  for (const Diagnostic& diagnostic : diagnostics) {
    if (out.size() > 1) {
      out += ',';
    }
    out += render_json(diagnostic);
  }
  return out + ']';
}

std::string json_string(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (byte < 0x20 || byte == 0x7F) {
      out += fmt::format("\\u{:04x}", byte);
    } else {
      out += c;
    }
  }
  return out + '"';
}

std::string printable(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20) {
      utf8::append(out, 0x2400 + byte);  // U+2400 … are pictures of the control characters
    } else if (byte == 0x7F) {
      out += "␡";
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace mpaas::diag
