#include <fmt/format.h>

#include "compiler/base/text.h"
#include "devserver/http/head.h"
#include "devserver/http/http.h"

namespace mpaas::http {
namespace {

constexpr std::size_t part_head_limit = 16 * 1024;

Error malformed(std::string_view why) {
  return {Error::Kind::invalid, fmt::format("multipart/form-data: {}", why)};
}

// Value of `name` in `form-data; name="a\"b"; filename=c`. Browsers write a quote inside as %22 or
// \"; a backslash before anything else stands for itself (Windows paths).
std::optional<std::string> parameter(std::string_view header, std::string_view name) {
  std::size_t at = header.find(';');
  while (at != std::string_view::npos && at < header.size()) {
    at = header.find_first_not_of("; \t", at);
    if (at == std::string_view::npos) {
      break;
    }
    const std::size_t equals = header.find_first_of("=;", at);
    if (equals == std::string_view::npos) {
      break;
    }
    if (header[equals] == ';') {
      at = equals;
      continue;
    }
    const std::string key = text::lower_ascii(text::trim(header.substr(at, equals - at)));
    at = equals + 1;
    std::string value;
    if (at < header.size() && header[at] == '"') {
      for (at += 1; at < header.size() && header[at] != '"'; ++at) {
        if (header[at] == '\\' && at + 1 < header.size() && header[at + 1] == '"') {
          at += 1;
        }
        value += header[at];
      }
      if (at >= header.size()) {
        return std::nullopt;  // the quote never closes
      }
      at += 1;
    } else {
      const std::size_t end = std::min(header.find(';', at), header.size());
      value = text::trim(header.substr(at, end - at));
      at = end;
    }
    if (key == name) {
      return value;
    }
    at = header.find(';', at);
  }
  return std::nullopt;
}

Status take_part_head(std::string_view lines, Part& part) {
  bool named = false;
  while (!lines.empty()) {
    const std::size_t end = std::min(lines.find("\r\n"), lines.size());
    const std::string_view line = lines.substr(0, end);
    lines.remove_prefix(std::min(end + 2, lines.size()));
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || !is_token(line.substr(0, colon)) ||
        !is_field_value(line)) {
      return malformed("a part has a malformed header");
    }
    const std::string name = text::lower_ascii(line.substr(0, colon));
    const std::string_view value = text::trim(line.substr(colon + 1));
    if (name == "content-type") {
      part.content_type = value;
    } else if (name == "content-disposition") {
      const std::string kind = text::lower_ascii(text::trim(value.substr(0, value.find(';'))));
      std::optional<std::string> given = parameter(value, "name");
      if (kind != "form-data" || !given || named) {
        return malformed("a part without a name");
      }
      named = true;
      part.name = *std::move(given);
      part.filename = parameter(value, "filename");
    }
  }
  if (!named) {
    return malformed("a part without a name");
  }
  return ok();
}

}  // namespace

Result<std::vector<Part>> parse_multipart(std::string_view content_type, std::string_view body,
                                          std::size_t max_parts) {
  const std::string kind =
      text::lower_ascii(text::trim(content_type.substr(0, content_type.find(';'))));
  const std::optional<std::string> boundary = parameter(content_type, "boundary");
  if (kind != "multipart/form-data" || !boundary || boundary->empty() || boundary->size() > 70) {
    return malformed("no boundary");
  }
  const std::string delimiter = "\r\n--" + *boundary;
  // The first delimiter may stand at the very start, without its line break; a preamble is skipped.
  std::size_t at = 0;
  if (!body.starts_with(std::string_view(delimiter).substr(2))) {
    at = body.find(delimiter);
    if (at == std::string_view::npos) {
      return malformed("no part");
    }
    at += 2;
  }
  at += delimiter.size() - 2;
  std::vector<Part> parts;
  for (;;) {
    const std::string_view rest = body.substr(at);
    if (rest.starts_with("--")) {
      return parts;
    }
    const std::size_t line_end = rest.find_first_not_of(" \t");
    if (line_end == std::string_view::npos || !rest.substr(line_end).starts_with("\r\n")) {
      return malformed("a boundary runs on");
    }
    if (parts.size() == max_parts) {
      return malformed(fmt::format("more than {} parts", max_parts));
    }
    at += line_end + 2;
    const std::size_t head_start = at;
    const bool no_head = body.substr(at).starts_with("\r\n");
    const std::string_view window = body.substr(at, part_head_limit);
    const std::size_t head_size = no_head ? 0 : window.find("\r\n\r\n");
    if (head_size == std::string_view::npos) {
      return malformed("the head of a part does not end");
    }
    const std::size_t content = head_start + head_size + (no_head ? 2 : 4);
    // An empty part's delimiter shares its line break with the end of the head.
    const std::size_t end = body.find(delimiter, content - 2);
    if (end == std::string_view::npos) {
      return malformed("the last part does not end");
    }
    Part part;
    MPAAS_TRY(take_part_head(body.substr(head_start, head_size), part));
    part.content = end < content ? std::string_view{} : body.substr(content, end - content);
    parts.push_back(std::move(part));
    at = end + delimiter.size();
  }
}

}  // namespace mpaas::http
