#include "devserver/platform/rules.h"

#include <catch2/catch.hpp>

using namespace mpaas;
using namespace mpaas::platform;

TEST_CASE("grey rules fit or do not") {
  DeviceQuery device;
  device.city = "上海市";
  device.mobile_model = "Redmi Note 3";
  device.os_version = "9.2.1";
  struct Row {
    const char* rules;
    bool fits;
  };
  const Row rows[] = {
      {"", true},
      {"[]", true},
      {R"([{"ruleElement":"city","operation":1,"value":"上海市,北京市"}])", true},
      {R"([{"ruleElement":"city","operation":1,"value":"北京市"}])", false},
      {R"([{"ruleElement":"city","operation":2,"value":"北京市"}])", true},
      {R"([{"ruleElement":"city","operation":2,"value":"上海市"}])", false},
      {R"([{"ruleElement":"mobileModel","operation":1,"value":"REDMI NOTE 3"}])", true},
      {R"([{"ruleElement":"netType","operation":1,"value":"WIFI"}])", false},  // not said
      {R"([{"ruleElement":"netType","operation":2,"value":"WIFI"}])", false},
      {R"([{"ruleElement":"osVersion","operation":3,"value1":"9.2.1","value2":"9.2.1"}])", true},
      {R"([{"ruleElement":"osVersion","operation":3,"value1":"9.3","value2":"10"}])", false},
      {R"([{"ruleElement":"osVersion","operation":4,"value1":"9.3","value2":"10"}])", true},
      {R"([{"ruleElement":"city","operation":3,"value1":"1","value2":"2"}])", false},
      {R"([{"ruleElement":"city","operation":9,"value":"上海市"}])", false},
      {R"([{"ruleElement":"moon","operation":1,"value":"full"}])", false},
      {R"([{"ruleElement":"city","operation":1,"value":"上海市"},
           {"ruleElement":"osVersion","operation":3,"value1":"10","value2":"11"}])",
       false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.rules);
    const auto rules = parse_grey_rules(row.rules);
    REQUIRE(rules);
    CHECK(fits(*rules, device) == row.fits);
  }
}

TEST_CASE("grey rules that are none") {
  for (const std::string& bad :
       {std::string("x"), std::string("{}"), std::string("[1]"), std::string("[{}]"),
        std::string(R"([{"ruleElement":"city"}])"),
        std::string(R"([{"ruleElement":"city","operation":"1","value":"a"}])"),
        std::string(R"([{"ruleElement":"city","operation":1,"value":" , "}])"),
        std::string(R"([{"ruleElement":"osVersion","operation":3,"value1":"a","value2":"b"}])"),
        std::string(100'000, '['), "[" + std::string(70'000, ' ') + "]"}) {
    CAPTURE(bad.substr(0, 80));
    const auto rules = parse_grey_rules(bad);
    REQUIRE_FALSE(rules);
    CHECK(rules.error().kind == Error::Kind::rejected);
  }
}

TEST_CASE("packages fit clients and platforms") {
  struct Row {
    const char* package_platform;
    const char* min;
    const char* max;
    const char* platform;
    const char* client;
    bool fits;
  };
  const Row rows[] = {
      {"all", "0.0.0", "", "ios", "1.0", true},
      {"Android", "0.0.0", "", "android", "1.0", true},
      {"android", "0.0.0", "", "ios", "1.0", false},
      {"android", "0.0.0", "", "", "1.0", true},  // the device does not say
      {"all", "10.1.0", "", "", "10.0.9", false},
      {"all", "10.1.0", "", "", "10.1.0", true},
      {"all", "10.1.0", "10.2.0", "", "10.2.0", true},
      {"all", "10.1.0", "10.2.0", "", "10.2.1", false},
      {"all", "10.1.0", "", "", "", true},
      {"all", "10.1.0", "", "", "nonsense", false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.package_platform, row.min, row.max, row.platform, row.client);
    PackageInfo package;
    package.platform = row.package_platform;
    package.client_version_min = row.min;
    package.client_version_max = row.max;
    DeviceQuery device;
    device.platform = row.platform;
    device.client_version = row.client;
    CHECK(fits(package, device) == row.fits);
  }
}

TEST_CASE("tasks that can be made") {
  constexpr std::int64_t now = 1'795'339'716;
  constexpr std::int64_t day = 24 * 3600;
  struct Row {
    std::int64_t type;
    std::int64_t mode;
    std::string lists;
    std::string end;
    std::int64_t users;
    bool good;
  };
  const Row rows[] = {
      {3, 0, "", "", 0, true},
      {3, 1, "1", "", 0, false},
      {2, 0, "", "", 0, false},
      {2, 1, "", "", 0, false},
      {2, 1, "3, 8", "", 0, true},
      {2, 1, "3;8", "", 0, false},
      {2, 2, "", local_time(now + day), 10, true},
      {2, 2, "", local_time(now + day), 0, false},
      {2, 2, "", local_time(now - 1), 10, false},
      {2, 2, "", local_time(now + 7 * day), 10, false},
      {2, 2, "", local_time(now + 7 * day - 1), 10, true},
      {2, 2, "", "tomorrow", 10, false},
      {9, 9, "", "", 0, true},  // unknown numbers pass through
  };
  for (const Row& row : rows) {
    CAPTURE(row.type, row.mode, row.lists, row.end, row.users);
    StoredTask task;
    task.info.publish_type = row.type;
    task.info.publish_mode = row.mode;
    task.info.whitelist_ids = row.lists;
    task.info.grey_endtime_data = row.end;
    task.info.grey_num = row.users;
    const Status status = check_task(task, now);
    CHECK(static_cast<bool>(status) == row.good);
    if (row.good && row.mode == mode_window) {
      CHECK(local_time(task.window_end) == row.end);
    }
  }
}
