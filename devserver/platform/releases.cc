// Release tasks and whitelists.
#include <fmt/format.h>

#include <algorithm>

#include "compiler/base/text.h"
#include "compiler/base/utf8.h"
#include "devserver/platform/call.h"
#include "devserver/platform/json_fields.h"
#include "devserver/platform/rules.h"

namespace mpaas::platform {
namespace {

struct Members {
  std::vector<std::string> good;
  std::vector<std::string> bad;
};

// User ids between commas, semicolons or line ends.
Members read_members(std::string_view text) {
  constexpr std::size_t longest = 128;
  Members members;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(",;\r\n"), text.size());
    const std::string_view value = text::trim(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (value.empty()) {
      continue;
    }
    const bool plain = value.size() <= longest &&
                       utf8::find_invalid(value) == std::string_view::npos &&
                       std::none_of(value.begin(), value.end(),
                                    [](char c) { return static_cast<unsigned char>(c) < 0x20; });
    (plain ? members.good : members.bad).emplace_back(value);
  }
  return members;
}

Json to_list(const std::vector<StoredTask>& tasks) {
  Json list = Json::array();
  for (const StoredTask& task : tasks) {
    list.push_back(to_json(task.info));
  }
  return list;
}

}  // namespace

Result<Json> Service::create_task(const Call& call) {
  StoredTask task;
  TaskInfo& info = task.info;
  info.package_id = call.number("PackageId");
  info.publish_type = call.number("PublishType");
  info.publish_mode = call.number("PublishMode");
  info.grey_config_info = call.text("GreyConfigInfo");
  info.grey_endtime_data = call.text("GreyEndtimeData");
  info.grey_num = call.number("GreyNum");
  info.whitelist_ids = call.text("WhitelistIds");
  info.memo = call.text("Memo");
  MPAAS_TRY(check_task(task, clock_()));
  MPAAS_TRY_ASSIGN(const std::optional<StoredPackage> package,
                   store_.package(call.scope, info.package_id));
  if (!package) {
    return rejected(fmt::format("there is no package {}", info.package_id));
  }
  MPAAS_TRY_ASSIGN(const std::vector<std::int64_t> lists, parse_ids(info.whitelist_ids));
  for (const std::int64_t id : lists) {
    MPAAS_TRY_ASSIGN(const std::optional<WhitelistInfo> list, store_.whitelist(call.scope, id));
    if (!list) {
      return rejected(fmt::format("there is no whitelist {}", id));
    }
  }
  MPAAS_TRY_ASSIGN(const std::int64_t id, store_.add_task(call.scope, task, clock_()));
  return Json{{"MiniTaskId", std::to_string(id)}};
}

Result<StoredTask> Service::required_task(const Call& call) {
  MPAAS_TRY_ASSIGN(std::optional<StoredTask> task, store_.task(call.scope, call.number("TaskId")));
  if (!task) {
    return rejected(fmt::format("there is no task {}", call.text("TaskId")));
  }
  return *std::move(task);
}

Result<Json> Service::query_task(const Call& call) {
  MPAAS_TRY_ASSIGN(const StoredTask task, required_task(call));
  return Json{{"MiniTaskInfo", to_json(task.info)}};
}

Result<Json> Service::list_tasks(const Call& call) {
  MPAAS_TRY_ASSIGN(const std::vector<StoredTask> tasks,
                   store_.tasks_of_package(call.scope, call.number("Id")));
  return Json{{"MiniTaskList", to_list(tasks)}};
}

Result<Json> Service::change_task(const Call& call) {
  MPAAS_TRY_ASSIGN(const StoredTask task, required_task(call));
  if (task.info.package_id != call.number("PackageId")) {
    return rejected(fmt::format("task {} does not release package {}", call.text("TaskId"),
                                call.text("PackageId")));
  }
  MPAAS_TRY(check_status_change(task, call.number("TaskStatus")));
  MPAAS_TRY(store_.set_task_status(call.scope, task.info.id, call.number("TaskStatus"), clock_()));
  return Json{{"Data", "true"}};
}

// ---- whitelists

Result<Json> Service::create_whitelist(const Call& call) {
  const std::string_view name = call.text("WhiteListName");
  if (name.size() > 128 || utf8::find_invalid(name) != std::string_view::npos) {
    return rejected("WhiteListName is longer than 128 bytes or no UTF-8");
  }
  Result<std::int64_t> id =
      store_.add_whitelist(call.scope, name, call.text("WhitelistType"), clock_());
  if (!id && id.error().kind == Error::Kind::rejected) {
    return rejected(fmt::format("there is a whitelist {} already", name));
  }
  if (!id) {
    return std::move(id).error();
  }
  return Json{{"WhitelistId", std::to_string(*id)}};
}

Result<Json> Service::update_whitelist(const Call& call) {
  MPAAS_TRY_ASSIGN(const std::optional<WhitelistInfo> list,
                   store_.whitelist(call.scope, call.number("Id")));
  if (!list) {
    return rejected(fmt::format("there is no whitelist {}", call.text("Id")));
  }
  std::string text = call.string("KeyIds");
  if (!call.text("OssUrl").empty()) {
    std::string key;
    MPAAS_TRY_ASSIGN(const Blob blob, uploaded(call, "OssUrl", key));
    MPAAS_TRY_ASSIGN(const std::string file, store_.blobs().read(blob.sha256));
    text += '\n';
    text += file;
  }
  Members members = read_members(text);
  const std::int64_t room = std::max<std::int64_t>(most_members - list->count, 0);
  if (static_cast<std::int64_t>(members.good.size()) > room) {
    members.bad.insert(members.bad.end(), members.good.begin() + room, members.good.end());
    members.good.resize(static_cast<std::size_t>(room));
  }
  MPAAS_TRY(store_.add_members(call.scope, list->id, members.good, clock_()));
  constexpr std::size_t most_shown = 100;
  std::string failed;
  for (std::size_t i = 0; i < std::min(members.bad.size(), most_shown); ++i) {
    failed += (i == 0 ? "" : ",") + members.bad[i];
  }
  return Json{{"AddWhitelistInfo",
               {{"FailNum", members.bad.size()},
                {"FailUserIds", failed},
                {"SuccessNum", members.good.size()}}}};
}

Result<Json> Service::list_whitelists(const Call& call) {
  MPAAS_TRY_ASSIGN(const Listed<WhitelistInfo> found,
                   store_.whitelists(call.scope, call.text("WhitelistName"), call.page()));
  Json result;
  add_page(result, "Whitelists", found.items, found.total, call.page());
  return result;
}

Result<Json> Service::delete_whitelist(const Call& call) {
  MPAAS_TRY_ASSIGN(const std::optional<WhitelistInfo> list,
                   store_.whitelist(call.scope, call.number("Id")));
  if (!list) {
    return rejected(fmt::format("there is no whitelist {}", call.text("Id")));
  }
  MPAAS_TRY(store_.remove_whitelist(call.scope, list->id));
  return Json{{"Data", "true"}};
}

// The IDE keeps one list a developer and puts the phone's user into it before a preview.
Result<Json> Service::create_ide_whitelist(const Call& call) {
  const std::string name = "IDE " + call.string("UserId");
  const Members members = read_members(call.text("WhitelistValue"));
  if (members.good.empty() || !members.bad.empty()) {
    return rejected("WhitelistValue is no list of user ids");
  }
  MPAAS_TRY_ASSIGN(const Listed<WhitelistInfo> known,
                   store_.whitelists(call.scope, name, {1, most_members}));
  const auto found = std::find_if(known.items.begin(), known.items.end(),
                                  [&](const WhitelistInfo& list) { return list.name == name; });
  std::int64_t id = 0;
  if (found != known.items.end()) {
    id = found->id;
  } else {
    MPAAS_TRY_ASSIGN(id, store_.add_whitelist(call.scope, name, "userid", clock_()));
  }
  MPAAS_TRY(store_.add_members(call.scope, id, members.good, clock_()));
  return Json{{"WhitelistId", std::to_string(id)}};
}

Result<Json> Service::delete_members(const Call& call) {
  MPAAS_TRY_ASSIGN(const std::optional<WhitelistInfo> list,
                   store_.whitelist(call.scope, call.number("WhitelistId")));
  if (!list) {
    return rejected(fmt::format("there is no whitelist {}", call.text("WhitelistId")));
  }
  MPAAS_TRY(store_.remove_members(call.scope, list->id,
                                  read_members(call.text("WhitelistValue")).good, clock_()));
  return Json{{"Content", "true"}, {"ErrorCode", ""}};
}

}  // namespace mpaas::platform
