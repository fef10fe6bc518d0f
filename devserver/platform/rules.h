// Release rules as pure functions: what a task must look like, whom it reaches.
//
// greyConfigInfo is a JSON text, all rules of which must fit:
//   [{"ruleElement":"city","operation":1,"value":"上海市,北京市"},
//    {"ruleElement":"osVersion","operation":3,"value1":"9.2.1","value2":"9.3"}]
// ruleElement: city, mobileModel, netType, osVersion. operation: 1 one of, 2 none of, 3 within,
// 4 outside (the last two for osVersion). A device that does not say what a rule asks for does not
// fit, nor does any device fit a rule this version does not know.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/result.h"
#include "devserver/platform/protocol.h"
#include "devserver/platform/store.h"

namespace mpaas::platform {

struct GreyRule {
  std::string element;
  std::int64_t operation = 0;
  std::vector<std::string> values;  // two for operations 3 and 4
};

// Invalid when the text is no list of rules. "" and "[]" are no rules.
Result<std::vector<GreyRule>> parse_grey_rules(std::string_view text);
bool fits(const std::vector<GreyRule>& rules, const DeviceQuery& device);
// Client version range and platform of the package; what the device does not say fits.
bool fits(const PackageInfo& package, const DeviceQuery& device);

// Whether the task can be made; fills in window_end. Rejected with a message for people.
Status check_task(StoredTask& task, std::int64_t now);
// Ended is final; everything else may change.
Status check_status_change(const StoredTask& task, std::int64_t status);

// "3,8" -> {3, 8}; invalid when one is no number.
Result<std::vector<std::int64_t>> parse_ids(std::string_view text);

}  // namespace mpaas::platform
