#include "cli/release/transport.h"

#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>
#include <dlfcn.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <variant>

#include "compiler/base/text.h"
#include "compiler/crypto/crypto.h"

// These macros of curl.h stand in the way of members with the same names.
#undef curl_easy_setopt
#undef curl_easy_getinfo

namespace mpaas::release {
namespace {

constexpr std::size_t largest_answer = std::size_t{16} << 20;

// Loading libcurl and its thirty libraries takes 5 ms, more than `mpaas --version` may take.
struct Library {
  decltype(&curl_global_init) global_init = nullptr;
  decltype(&curl_easy_init) easy_init = nullptr;
  decltype(&curl_easy_setopt) easy_setopt = nullptr;
  decltype(&curl_easy_perform) easy_perform = nullptr;
  decltype(&curl_easy_getinfo) easy_getinfo = nullptr;
  decltype(&curl_easy_cleanup) easy_cleanup = nullptr;
  decltype(&curl_easy_strerror) easy_strerror = nullptr;
  decltype(&curl_slist_append) slist_append = nullptr;
  decltype(&curl_slist_free_all) slist_free_all = nullptr;
  bool loaded = false;
};

Library load() {
  Library library;
  void* handle = nullptr;
  for (const char* name : {"libcurl.so.4", "libcurl-gnutls.so.4"}) {
    handle = handle == nullptr ? ::dlopen(name, RTLD_NOW | RTLD_LOCAL) : handle;
  }
  if (handle == nullptr) {
    return library;
  }
  bool all = true;
  const auto find = [&](auto& function, const char* name) {
    function = reinterpret_cast<std::remove_reference_t<decltype(function)>>(::dlsym(handle, name));
    all = all && function != nullptr;
  };
  find(library.global_init, "curl_global_init");
  find(library.easy_init, "curl_easy_init");
  find(library.easy_setopt, "curl_easy_setopt");
  find(library.easy_perform, "curl_easy_perform");
  find(library.easy_getinfo, "curl_easy_getinfo");
  find(library.easy_cleanup, "curl_easy_cleanup");
  find(library.easy_strerror, "curl_easy_strerror");
  find(library.slist_append, "curl_slist_append");
  find(library.slist_free_all, "curl_slist_free_all");
  library.loaded = all && library.global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  return library;
}

const Library& curl() {
  static const Library library = load();
  return library;
}

struct Url {
  std::string_view scheme;
  std::string_view host;
};

std::optional<Url> split_url(std::string_view url) {
  const std::size_t colon = url.find("://");
  if (colon == std::string_view::npos) {
    return std::nullopt;
  }
  Url parts{url.substr(0, colon), url.substr(colon + 3)};
  parts.host = parts.host.substr(0, parts.host.find_first_of("/?#"));
  if (parts.host.find('@') != std::string_view::npos || url.find('#') != std::string_view::npos ||
      url.find_first_of(" \t\r\n\\") != std::string_view::npos) {
    return std::nullopt;
  }
  if (parts.host.starts_with('[')) {
    parts.host = parts.host.substr(1, parts.host.find(']') - 1);
  } else {
    parts.host = parts.host.substr(0, parts.host.find(':'));
  }
  return parts.host.empty() ? std::nullopt : std::optional(parts);
}

bool is_loopback(std::string_view host) {
  if (host == "localhost" || host == "::1") {
    return true;
  }
  const std::vector<std::string_view> parts = text::split(host, '.');
  return parts.size() == 4 && parts[0] == "127" &&
         std::all_of(parts.begin(), parts.end(), [](std::string_view part) {
           return !part.empty() && part.size() <= 3 &&
                  part.find_first_not_of("0123456789") == std::string_view::npos;
         });
}

struct Upload {
  const std::vector<std::string_view>* pieces;
  std::size_t piece = 0;
  std::size_t offset = 0;
};

std::size_t read_body(char* to, std::size_t size, std::size_t count, void* user) {
  auto& upload = *static_cast<Upload*>(user);
  const std::size_t room = size * count;
  std::size_t done = 0;
  while (done < room && upload.piece < upload.pieces->size()) {
    const std::string_view rest = (*upload.pieces)[upload.piece].substr(upload.offset);
    const std::size_t now = std::min(rest.size(), room - done);
    std::copy_n(rest.data(), now, to + done);
    done += now;
    upload.offset += now;
    if (now == rest.size()) {
      ++upload.piece;
      upload.offset = 0;
    }
  }
  return done;
}

// libcurl starts again when a kept connection turns out to be dead.
int rewind_body(void* user, curl_off_t offset, int origin) {
  auto& upload = *static_cast<Upload*>(user);
  if (offset != 0 || origin != SEEK_SET) {
    return CURL_SEEKFUNC_CANTSEEK;
  }
  upload.piece = 0;
  upload.offset = 0;
  return CURL_SEEKFUNC_OK;
}

std::size_t take_body(char* from, std::size_t size, std::size_t count, void* user) {
  auto& body = *static_cast<std::string*>(user);
  if (body.size() + size * count > largest_answer) {
    return 0;
  }
  body.append(from, size * count);
  return size * count;
}

std::size_t take_header(char* from, std::size_t size, std::size_t count, void* user) {
  const std::string_view line(from, size * count);
  constexpr std::string_view name = "retry-after:";
  if (text::lower_ascii(line.substr(0, name.size())) == name) {
    const std::string_view value = text::trim(line.substr(name.size()));
    int seconds = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), seconds);
    if (error == std::errc() && end == value.data() + value.size() && seconds >= 0) {
      *static_cast<std::optional<std::chrono::seconds>*>(user) = std::chrono::seconds(seconds);
    }
  }
  return size * count;
}

int on_progress(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t sent) {
  const auto& [exchange, total] = *static_cast<std::pair<const Exchange*, std::uint64_t>*>(user);
  if (exchange->progress && total > 0) {
    exchange->progress(static_cast<std::uint64_t>(sent), total);
  }
  return exchange->cancelled && exchange->cancelled() ? 1 : 0;
}

Failure failure_of(CURLcode code, const Exchange& exchange, const char* detail) {
  const std::string where(split_url(exchange.url).value_or(Url{}).host);
  const std::string why = *detail != '\0' ? detail : curl().easy_strerror(code);
  Failure failure{{Error::Kind::network, fmt::format("cannot reach {}: {}", where, why), 8005}};
  switch (code) {
    case CURLE_COULDNT_CONNECT:
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_SSL_CONNECT_ERROR:
      failure.arrived = false;
      failure.error.hint = "is the endpoint right, and is the platform running?";
      break;
    case CURLE_PEER_FAILED_VERIFICATION:
      failure.arrived = false;
      failure.error.kind = Error::Kind::protocol;
      failure.error.message = fmt::format("{} cannot be trusted: {}", where, why);
      break;
    case CURLE_ABORTED_BY_CALLBACK:
      failure.error.kind = Error::Kind::cancelled;
      break;
    case CURLE_WRITE_ERROR:
      failure.error = {Error::Kind::protocol, fmt::format("the answer of {} is too large", where),
                       8007};
      break;
    default:
      break;
  }
  return failure;
}

}  // namespace

Status check_url(std::string_view url) {
  const std::optional<Url> parts = split_url(url);
  if (!parts || (parts->scheme != "https" && parts->scheme != "http")) {
    return Error{Error::Kind::configuration, fmt::format("{} is no endpoint", url), 8002,
                 "write https://host, or http://127.0.0.1:8630 for the embedded platform"};
  }
  if (parts->scheme == "http" && !is_loopback(parts->host)) {
    return Error{Error::Kind::configuration,
                 fmt::format("plain HTTP to {} would show everybody what is sent", parts->host),
                 8004, "use https://; http:// works only to this machine"};
  }
  return ok();
}

std::variant<Answer, Failure> post(const Exchange& exchange) {
  if (Status url = check_url(exchange.url); !url) {
    return Failure{std::move(url).error(), false};
  }
  const Library& library = curl();
  if (!library.loaded) {
    return Failure{{Error::Kind::configuration, "libcurl.so.4 cannot be loaded", 8005,
                    "install it: apt install libcurl4"},
                   false};
  }
  CURL* handle = library.easy_init();
  const auto set = [&](CURLoption option, auto value) {
    library.easy_setopt(handle, option, value);
  };
  Upload upload{&exchange.body};
  std::uint64_t total = 0;
  for (const std::string_view piece : exchange.body) {
    total += piece.size();
  }
  Answer answer;
  char detail[CURL_ERROR_SIZE] = {};
  std::pair<const Exchange*, std::uint64_t> observed(&exchange, total);
  curl_slist* headers = nullptr;
  for (const auto& [name, value] : exchange.headers) {
    headers = library.slist_append(headers, fmt::format("{}: {}", name, value).c_str());
  }
  // Without this libcurl asks first and waits a second for old servers.
  headers = library.slist_append(headers, "Expect:");

  set(CURLOPT_URL, exchange.url.c_str());
  set(CURLOPT_ERRORBUFFER, detail);
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  set(CURLOPT_FOLLOWLOCATION, 0L);
  set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  set(CURLOPT_CONNECTTIMEOUT_MS, 10'000L);
  set(CURLOPT_LOW_SPEED_LIMIT, 1L);
  set(CURLOPT_LOW_SPEED_TIME, 60L);
  set(CURLOPT_POST, 1L);
  set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(total));
  set(CURLOPT_READFUNCTION, &read_body);
  set(CURLOPT_READDATA, static_cast<void*>(&upload));
  set(CURLOPT_SEEKFUNCTION, &rewind_body);
  set(CURLOPT_SEEKDATA, static_cast<void*>(&upload));
  set(CURLOPT_WRITEFUNCTION, &take_body);
  set(CURLOPT_WRITEDATA, static_cast<void*>(&answer.body));
  set(CURLOPT_HEADERFUNCTION, &take_header);
  set(CURLOPT_HEADERDATA, static_cast<void*>(&answer.retry_after));
  set(CURLOPT_NOPROGRESS, 0L);
  set(CURLOPT_XFERINFOFUNCTION, &on_progress);
  set(CURLOPT_XFERINFODATA, static_cast<void*>(&observed));
  set(CURLOPT_HTTPHEADER, headers);
  if (is_loopback(split_url(exchange.url)->host)) {
    // A proxy for the internet has no business with this machine's own services.
    set(CURLOPT_PROXY, "");
  }
  const CURLcode code = library.easy_perform(handle);
  long status = 0;
  library.easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
  library.slist_free_all(headers);
  library.easy_cleanup(handle);
  if (code != CURLE_OK) {
    return failure_of(code, exchange, detail);
  }
  answer.status = static_cast<unsigned>(status);
  return answer;
}

std::chrono::milliseconds pause_before(int attempt, std::optional<std::chrono::seconds> asked) {
  if (asked) {
    return std::min<std::chrono::milliseconds>(*asked, std::chrono::seconds(60));
  }
  const std::int64_t most =
      std::min<std::int64_t>(20'000, std::int64_t{500} << std::min(attempt, 8));
  std::uint32_t random = 0;
  for (const char c : crypto::random_bytes(4)) {
    random = random << 8U | static_cast<unsigned char>(c);
  }
  return std::chrono::milliseconds(random % static_cast<std::uint64_t>(most + 1));
}

}  // namespace mpaas::release
