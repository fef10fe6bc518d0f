#include <algorithm>
#include <array>

#include "compiler/base/path.h"
#include "compiler/base/text.h"
#include "devserver/http/http.h"

namespace mpaas::http {
namespace {

bool same_name(std::string_view left, std::string_view right) {
  return left.size() == right.size() && text::lower_ascii(left) == text::lower_ascii(right);
}

int hexadecimal(char c) {
  if (c >= '0' && c <= '9') {
    return c - '0';
  }
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// -1 when `at` starts no escape.
int escape_at(std::string_view text, std::size_t at) {
  if (text[at] != '%' || at + 2 >= text.size()) {
    return -1;
  }
  const int high = hexadecimal(text[at + 1]);
  const int low = hexadecimal(text[at + 2]);
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

std::string form_decode(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (const int byte = escape_at(text, i); byte >= 0) {
      decoded += static_cast<char>(byte);
      i += 2;
    } else {
      decoded += text[i] == '+' ? ' ' : text[i];
    }
  }
  return decoded;
}

}  // namespace

std::optional<std::string_view> Headers::find(std::string_view name) const {
  for (const Header& header : list_) {
    if (same_name(header.name, name)) {
      return header.value;
    }
  }
  return std::nullopt;
}

void Headers::set(std::string name, std::string value) {
  std::erase_if(list_, [&](const Header& header) { return same_name(header.name, name); });
  list_.push_back({std::move(name), std::move(value)});
}

std::optional<std::string> percent_decode(std::string_view text) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded += text[i];
      continue;
    }
    const int byte = escape_at(text, i);
    if (byte < 0) {
      return std::nullopt;
    }
    decoded += static_cast<char>(byte);
    i += 2;
  }
  return decoded;
}

std::vector<std::pair<std::string, std::string>> parse_form(std::string_view text) {
  std::vector<std::pair<std::string, std::string>> fields;
  for (const std::string_view field : text::split(text, '&')) {
    if (field.empty()) {
      continue;
    }
    const std::size_t equals = field.find('=');
    fields.emplace_back(
        form_decode(field.substr(0, equals)),
        equals == std::string_view::npos ? "" : form_decode(field.substr(equals + 1)));
  }
  return fields;
}

Response Response::of(std::string content, std::string content_type, unsigned status) {
  Response response =
      shared(std::make_shared<const std::string>(std::move(content)), std::move(content_type));
  response.status = status;
  return response;
}

Response Response::shared(std::shared_ptr<const std::string> content, std::string content_type) {
  Response response;
  response.headers.set("Content-Type", std::move(content_type));
  response.body = *content;
  response.body_owner = std::move(content);
  return response;
}

Response Response::fixed(std::string_view content, std::string content_type) {
  Response response;
  response.headers.set("Content-Type", std::move(content_type));
  response.body = content;
  return response;
}

Response Response::json(std::string text, unsigned status) {
  return of(std::move(text), "application/json; charset=utf-8", status);
}

std::string_view content_type_for(std::string_view path) {
  struct Row {
    std::string_view extension;
    std::string_view type;
  };
  static constexpr std::array rows = {
      Row{".html", "text/html; charset=utf-8"},
      Row{".js", "text/javascript; charset=utf-8"},
      Row{".mjs", "text/javascript; charset=utf-8"},
      Row{".css", "text/css; charset=utf-8"},
      Row{".json", "application/json; charset=utf-8"},
      Row{".map", "application/json; charset=utf-8"},
      Row{".txt", "text/plain; charset=utf-8"},
      Row{".svg", "image/svg+xml"},
      Row{".png", "image/png"},
      Row{".jpg", "image/jpeg"},
      Row{".jpeg", "image/jpeg"},
      Row{".gif", "image/gif"},
      Row{".webp", "image/webp"},
      Row{".avif", "image/avif"},
      Row{".ico", "image/x-icon"},
      Row{".woff", "font/woff"},
      Row{".woff2", "font/woff2"},
      Row{".ttf", "font/ttf"},
      Row{".otf", "font/otf"},
      Row{".mp3", "audio/mpeg"},
      Row{".mp4", "video/mp4"},
      Row{".wasm", "application/wasm"},
      Row{".zip", "application/zip"},
  };
  const std::string extension = text::lower_ascii(path::extension(path));
  for (const Row& row : rows) {
    if (row.extension == extension) {
      return row.type;
    }
  }
  return "application/octet-stream";
}

}  // namespace mpaas::http
