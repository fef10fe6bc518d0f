#include "compiler/project/known_keys.h"

#include <algorithm>
#include <span>

#include "compiler/base/text.h"
#include "compiler/project/project.h"

namespace mpaas::project {
namespace {

constexpr std::string_view app_keys[] = {"pages",
                                         "window",
                                         "tabBar",
                                         "usingComponents",
                                         "subPackages",
                                         "subpackages",
                                         "preloadRule",
                                         "permission",
                                         "plugins",
                                         "networkTimeout",
                                         "debug",
                                         "behavior",
                                         "ext",
                                         "includeFiles",
                                         "lazyCodeLoading",
                                         "darkmode",
                                         "rewriteLayout",
                                         "useDynamicPlugins",
                                         "requiredBackgroundModes",
                                         "permissions",
                                         "launchParams",
                                         "appId",
                                         "name",
                                         "version",
                                         "style",
                                         "styleIsolation",
                                         "nboffline",
                                         "nbsv",
                                         "entryPagePath",
                                         "customMenu",
                                         "$schema",
                                         "shortcuts",
                                         "darkMode",
                                         "themeLocation"};

constexpr std::string_view window_keys[] = {"allowsBounceVertical",
                                            "backgroundColor",
                                            "backgroundImageColor",
                                            "backgroundImageUrl",
                                            "borderBottomColor",
                                            "bounceImageBgColor",
                                            "defaultTitle",
                                            "enableScrollBar",
                                            "enableDSL",
                                            "gestureBack",
                                            "navigationBarForceEnable",
                                            "onReachBottomDistance",
                                            "optionMenu",
                                            "pullRefresh",
                                            "responsive",
                                            "showTitleLoading",
                                            "title",
                                            "titleBarColor",
                                            "titleImage",
                                            "titlePenetrate",
                                            "transparentTitle",
                                            "barButtonTheme",
                                            "navigationBarFrontColor",
                                            "showTitleBar"};

constexpr std::string_view page_only_keys[] = {"usingComponents", "component",     "styleIsolation",
                                               "options",         "disableScroll", "$schema"};

constexpr std::string_view tab_bar_keys[] = {"textColor", "selectedColor", "backgroundColor",
                                             "items",     "customize",     "disableOnInit",
                                             "iconFont",  "theme"};
constexpr std::string_view tab_item_keys[] = {"pagePath", "name", "icon", "activeIcon", "type"};

constexpr std::string_view settings_keys[] = {"format",
                                              "compileType",
                                              "miniprogramRoot",
                                              "pluginRoot",
                                              "componentRoot",
                                              "compileOptions",
                                              "developOptions",
                                              "scripts",
                                              "assetsInclude",
                                              "uploadExclude",
                                              "pluginResolution",
                                              "component2",
                                              "appId",
                                              "name",
                                              "version",
                                              "include",
                                              "exclude",
                                              "enableAppxNg",
                                              "axmlStrictCheck",
                                              "enableHMR",
                                              "enableParallelLoader",
                                              "enableDistFileMinify",
                                              "enableNodeModuleBabelTransform",
                                              "node_modules_es6_whitelist",
                                              "uniBuild",
                                              "$schema"};
constexpr std::string_view compile_option_keys[] = {"component2",
                                                    "less",
                                                    "typescript",
                                                    "treeShaking",
                                                    "transpile",
                                                    "resolveAlias",
                                                    "globalObjectMode",
                                                    "enableNodeModuleBabelTransform",
                                                    "nodeModulesES6Whitelist",
                                                    "nodeModulesWatchWhitelist",
                                                    "showAXMLLocation",
                                                    "nonLoadingIndicator",
                                                    "compileSPMDataset",
                                                    "buildTarget",
                                                    "downgradeToLegacyWeb"};

std::vector<std::string_view> keys_of(KeySet set) {
  std::vector<std::string_view> out;
  const auto add = [&out](std::span<const std::string_view> keys) {
    out.insert(out.end(), keys.begin(), keys.end());
  };
  switch (set) {
    case KeySet::app:
      add(app_keys);
      break;
    case KeySet::window:
      add(window_keys);
      break;
    case KeySet::page:
      add(window_keys);
      add(page_only_keys);
      break;
    case KeySet::tab_bar:
      add(tab_bar_keys);
      break;
    case KeySet::tab_item:
      add(tab_item_keys);
      break;
    case KeySet::settings:
      add(settings_keys);
      break;
    case KeySet::compile_options:
      add(compile_option_keys);
      break;
  }
  return out;
}

}  // namespace

void check_keys(const json::Node& object, KeySet set, Strictness strictness, diag::Sink& sink) {
  const std::vector<std::string_view> known = keys_of(set);
  for (const json::Node& member : object.children()) {
    if (std::find(known.begin(), known.end(), member.key()) != known.end()) {
      continue;
    }
    std::string meant = text::closest(member.key(), known);
    if (strictness == Strictness::near_misses &&
        (member.key().size() < 5 || text::edit_distance(member.key(), meant) > 2)) {
      continue;
    }
    diag::Diagnostic diagnostic =
        diag::make(diag::Code::project_unknown_key, member.key_at(), member.name());
    // Somebody who has both keys means both.
    if (!meant.empty() && !object.find(meant)) {
      diagnostic.with_hint(fmt::format("did you mean {}?", meant))
          .with_fix(member.key_at(), fmt::format("\"{}\"", meant));
    } else if (strictness == Strictness::near_misses) {
      continue;
    }
    sink.report(std::move(diagnostic));
  }
}

bool is_colour_key(std::string_view key) { return key.ends_with("Color"); }

void check_colours(const json::Node& object, diag::Sink& sink) {
  for (const json::Node& member : object.children()) {
    if (is_colour_key(member.key()) && member.is_string() && !parse_colour(member.text()) &&
        !(member.key() == "navigationBarFrontColor")) {  // "black" or "white"
      sink.report(diag::make(diag::Code::project_bad_colour, member.at(), member.text()));
    }
  }
}

}  // namespace mpaas::project
