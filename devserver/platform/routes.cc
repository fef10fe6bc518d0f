#include "devserver/platform/routes.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "compiler/base/text.h"
#include "compiler/crypto/crypto.h"
#include "devserver/platform/authentication.h"

namespace mpaas::platform {
namespace {

constexpr std::uint64_t largest_form = 8u << 20;
constexpr std::string_view packages_path = "/packages/";

std::string request_id() {
  std::string digits = crypto::hex(crypto::random_bytes(16));
  std::transform(digits.begin(), digits.end(), digits.begin(), [](char c) {
    return c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return fmt::format("{}-{}-{}-{}-{}", digits.substr(0, 8), digits.substr(8, 4),
                     digits.substr(12, 4), digits.substr(16, 4), digits.substr(20));
}

// Text that came from outside may be no UTF-8; it must not stop an answer.
std::string dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

http::Response with_id(http::Response response, const std::string& id) {
  response.headers.set("x-acs-request-id", id);
  response.headers.set("Cache-Control", "no-store");
  return response;
}

http::Response refused(const Refusal& refusal) {
  const std::string id = request_id();
  return with_id(
      http::Response::json(
          dump(Json{{"RequestId", id}, {"Code", refusal.code}, {"Message", refusal.message}}),
          refusal.status),
      id);
}

Refusal refusal_of(const BadParameter& bad) {
  if (bad.problem == Problem::missing) {
    return {400, "Missing" + bad.name, fmt::format("{} is mandatory for this action.", bad.name)};
  }
  const char* what = bad.problem == Problem::repeated       ? "is given twice"
                     : bad.problem == Problem::not_a_number ? "is no whole number"
                                                            : "is neither true nor false";
  return {400, "Invalid" + bad.name, fmt::format("{} {}.", bad.name, what)};
}

std::string xml_escape(std::string_view text) {
  std::string out = text::replace_all(std::string(text), "&", "&amp;");
  out = text::replace_all(std::move(out), "<", "&lt;");
  return text::replace_all(std::move(out), ">", "&gt;");
}

// Object storage answers in XML.
http::Response storage_error(unsigned status, std::string_view code, std::string_view message) {
  return http::Response::of(
      fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error>\n  <Code>{}</Code>\n"
                  "  <Message>{}</Message>\n  <RequestId>{}</RequestId>\n</Error>\n",
                  code, xml_escape(message), request_id()),
      "application/xml", status);
}

http::Response device_error(unsigned status, std::string_view message) {
  return http::Response::json(
      dump(Json{{"resultCode", status}, {"resultMsg", message}, {"state", "failed"}}), status);
}

bool is_read(const http::Request& request) {
  return request.method == "GET" || request.method == "HEAD";
}

}  // namespace

Routes::Routes(Service& service, std::vector<std::string> names, std::string incoming)
    : service_(service), names_(std::move(names)), incoming_(std::move(incoming)) {}

http::Admission Routes::admit(const http::Request& head) const {
  if (std::optional<http::Response> foreign = http::refuse_foreign(head, names_)) {
    return http::Admission::refused(*std::move(foreign));
  }
  http::Admission admission;
  const bool administration = head.path == "/" || head.path == "/files";
  if (administration && http::reach_of(head.peer) != http::Reach::loopback) {
    return http::Admission::refused(http::Response::empty(403));
  }
  if (head.path == "/" && head.method == "POST") {
    admission.body_limit = largest_form;
  } else if (head.path == "/files" && head.method == "POST") {
    // The form's other fields are small.
    admission.body_limit = largest_upload + 64 * 1024;
    admission.body_directory = incoming_;
  } else if (head.path == "/device/check" && (is_read(head) || head.method == "POST")) {
    admission.body_limit = 16 * 1024;
  } else if (is_read(head) &&
             (head.path == "/" || head.path == "/health" || head.path.starts_with(packages_path))) {
    admission.body_limit = 0;
  } else {
    const bool known = administration || head.path == "/device/check" || head.path == "/health" ||
                       head.path.starts_with(packages_path);
    return http::Admission::refused(http::Response::empty(known ? 405 : 404));
  }
  return admission;
}

http::Response Routes::answer(const http::Request& request) {
  if (request.path == "/") {
    return api(request);
  }
  if (request.path == "/files") {
    return upload(request);
  }
  if (request.path == "/device/check") {
    return device(request);
  }
  if (request.path.starts_with(packages_path)) {
    return package(request);
  }
  return http::Response::json(R"({"ok":true,"name":"mpaas platform"})");
}

http::Response Routes::api(const http::Request& request) {
  std::variant<AuthenticCall, Refusal> authentic = authenticate(request, service_);
  if (const Refusal* refusal = std::get_if<Refusal>(&authentic)) {
    return refused(*refusal);
  }
  const AuthenticCall& call = std::get<AuthenticCall>(authentic);
  if (const std::optional<BadParameter> bad = check(*call.operation, call.parameters)) {
    return refused(refusal_of(*bad));
  }
  const std::string_view tenant = value_of(call.parameters, "TenantId");
  const Result<std::optional<Scope>> scope = service_.scope(
      tenant, value_of(call.parameters, "WorkspaceId"), value_of(call.parameters, "AppId"));
  if (!scope) {
    return refused({500, "InternalError", scope.error().message});
  }
  if (tenant != call.tenant || !*scope) {
    return refused({403, "Forbidden.NoPermission",
                    "There is no such TenantId, WorkspaceId and AppId for this access key."});
  }
  Result<Json> result =
      service_.call(call.operation->name, **scope, call.parameters, "http://" + request.host);
  Json content = Json::object();
  bool success = true;
  std::string message;
  if (result) {
    content = *std::move(result);
  } else if (result.error().kind == Error::Kind::rejected ||
             result.error().kind == Error::Kind::not_found) {
    success = false;
    message = result.error().message;
  } else if (result.error().kind == Error::Kind::invalid) {
    return refused({400, "InvalidParameter", result.error().message});
  } else {
    return refused({500, "InternalError", result.error().message});
  }
  content["ResultMsg"] = message;
  content["Success"] = success;
  const std::string id = request_id();
  Json body{{"RequestId", id}, {"ResultCode", "OK"}, {"ResultMessage", message}};
  const std::vector<std::string_view> members = text::split(call.operation->result, '/');
  Json* place = &body;
  for (const std::string_view member : members) {
    place = &(*place)[std::string(member)];
  }
  *place = std::move(content);
  if (members.size() > 1) {
    body[std::string(members[0])]["RequestId"] = id;
  }
  return with_id(http::Response::json(dump(body)), id);
}

http::Response Routes::upload(const http::Request& request) {
  const Result<std::vector<http::Part>> parts =
      http::parse_multipart(request.headers.get("content-type"), request.body);
  if (!parts) {
    return storage_error(400, "MalformedPOSTRequest", parts.error().message);
  }
  PostedForm form;
  const http::Part* file = nullptr;
  std::string_view status = "204";
  for (const http::Part& part : *parts) {
    if (file != nullptr) {
      return storage_error(400, "InvalidArgument", "the field file must be the last one");
    }
    if (part.name == "key") {
      form.key = part.content;
    } else if (part.name == "policy") {
      form.policy = part.content;
    } else if (part.name == "OSSAccessKeyId") {
      form.access_id = part.content;
    } else if (part.name == "signature" || part.name == "Signature") {
      form.signature = part.content;
    } else if (part.name == "success_action_status") {
      status = part.content;
    } else if (part.name == "file") {
      file = &part;
    }
  }
  if (file == nullptr) {
    return storage_error(400, "InvalidArgument", "the form has no field file");
  }
  form.key =
      text::replace_all(std::move(form.key), "${filename}", file->filename.value_or(std::string()));
  const Status accepted = service_.accept_upload(form, file->content);
  if (!accepted && accepted.error().kind == Error::Kind::permission) {
    return storage_error(403, "AccessDenied", accepted.error().message);
  }
  if (!accepted) {
    return storage_error(500, "InternalError", accepted.error().message);
  }
  return http::Response::empty(status == "200" ? 200 : status == "201" ? 201 : 204);
}

http::Response Routes::package(const http::Request& request) {
  const std::string_view rest = std::string_view(request.path).substr(packages_path.size());
  const std::string_view digest = rest.substr(0, rest.find('/'));
  if (!is_sha256(digest) || rest.find('/') == std::string_view::npos) {
    return http::Response::empty(404);
  }
  Result<std::string> file = service_.package_file(digest);
  if (!file) {
    return http::Response::empty(file.error().kind == Error::Kind::not_found ? 404 : 500);
  }
  http::Response response;
  response.file = *std::move(file);
  response.headers.set("Content-Type", "application/octet-stream");
  response.headers.set("Cache-Control", "public, max-age=31536000, immutable");
  response.headers.set("ETag", fmt::format("\"{}\"", digest));
  return response;
}

http::Response Routes::device(const http::Request& request) {
  Parameters given = http::parse_form(request.query);
  const std::string type = text::lower_ascii(request.headers.get("content-type"));
  if (type.starts_with("application/json")) {
    const Json json = Json::parse(request.body, nullptr, false);
    if (!json.is_object()) {
      return device_error(400, "the body is no JSON object");
    }
    for (const auto& [name, value] : json.items()) {
      if (value.is_string()) {
        given.emplace_back(name, value.get<std::string>());
      }
    }
  } else if (!request.body.empty()) {
    Parameters form = http::parse_form(request.body);
    std::move(form.begin(), form.end(), std::back_inserter(given));
  }
  DeviceQuery query;
  bool too_long = false;
  DeviceQuery::fields(query, [&](std::string_view name, std::string& member) {
    member = value_of(given, name);
    too_long = too_long || member.size() > 256;
  });
  if (too_long) {
    return device_error(400, "a value is longer than 256 bytes");
  }
  const Result<Decision> decision = service_.check(query);
  if (!decision) {
    const Error::Kind kind = decision.error().kind;
    return device_error(kind == Error::Kind::invalid     ? 400
                        : kind == Error::Kind::not_found ? 404
                                                         : 500,
                        decision.error().message);
  }
  http::Response response =
      http::Response::json(dump(service_.answer(*decision, "http://" + request.host)));
  response.headers.set("Cache-Control", "no-store");
  return response;
}

}  // namespace mpaas::platform
