#include "compiler/project/page_list.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "compiler/base/path.h"
#include "compiler/base/text.h"
#include "compiler/project/known_keys.h"

namespace mpaas::project {
namespace {

constexpr int first_tab_index = 10;

// Templates below the root, without extension: what a mistyped page may have meant.
class Templates {
 public:
  Templates(const FileSystem& files, const std::string& root) : files_(files), root_(root) {}

  template <class Listed>
  std::string closest(std::string_view page, const Listed& listed) {
    if (!searched_) {
      searched_ = true;
      list(root_, 0);
      found_.erase(std::remove_if(found_.begin(), found_.end(),
                                  [&](const std::string& name) { return listed.count(name) > 0; }),
                   found_.end());
    }
    return text::closest(page, found_);
  }

 private:
  void list(const std::string& folder, unsigned depth) {
    const Result<std::vector<DirectoryEntry>> entries = files_.list(folder);
    if (!entries || depth > 8) {
      return;
    }
    for (const DirectoryEntry& entry : *entries) {
      if (found_.size() >= 5000) {
        return;
      }
      const std::string full = folder.empty() ? entry.name : path::join(folder, entry.name);
      if (entry.kind == FileKind::directory && entry.name != "node_modules" &&
          entry.name[0] != '.') {
        list(full, depth + 1);
      } else if (entry.kind == FileKind::file && path::extension(entry.name) == ".axml") {
        const std::string_view page = path::without_extension(full);
        found_.emplace_back(root_.empty() ? page : page.substr(root_.size() + 1));
      }
    }
  }

  const FileSystem& files_;
  const std::string& root_;
  std::vector<std::string> found_;
  bool searched_ = false;
};

std::string first_file(const FileSystem& files, const std::string& stem,
                       std::initializer_list<std::string_view> extensions) {
  for (const std::string_view extension : extensions) {
    std::string file = stem + std::string(extension);
    if (files.is_file(file)) {
      return file;
    }
  }
  return {};
}

}  // namespace

std::string find_style(const FileSystem& files, const std::string& stem, diag::Sink& sink) {
  std::string file = first_file(files, stem, {".acss", ".less", ".css"});
  if (path::extension(file) != ".less") {
    return file;
  }
  if (const SourcePointer source = read_source(files, file, sink)) {
    sink.report(diag::make(diag::Code::acss_unsupported_language, {source, {}}, ".less"));
  }
  return {};
}

namespace {

class PageLoader {
 public:
  PageLoader(const FileSystem& files, const std::string& root, diag::Sink& sink)
      : files_(files), root_(root), templates_(files, root), sink_(sink) {}

  void add_all(const json::Node& list, const std::string& prefix) {
    for (const json::Node& item : list.children()) {
      if (json::expect(item, json::Type::string, sink_)) {
        add(item, prefix);
      }
    }
  }

  // All paths are known by now, so that a listed page is never proposed for a missing one.
  std::vector<Page> take() {
    for (Page& page : pages_) {
      find_files(page);
    }
    return std::move(pages_);
  }

 private:
  void add(const json::Node& item, const std::string& prefix) {
    std::string_view written = item.text();
    while (written.starts_with('/')) {
      written.remove_prefix(1);
    }
    const std::optional<std::string> path = path::normalize(path::join(prefix, written));
    if (!path || path->empty() || written.empty() || path::is_absolute(*path)) {
      sink_.report(diag::make(diag::Code::project_bad_path, item.at(), item.text()));
      return;
    }
    const auto [known, fresh] = listed_.try_emplace(*path, item.at());
    if (!fresh) {
      sink_.report(diag::make(diag::Code::project_duplicate_page, item.at(), *path)
                       .with_note(known->second, "it is listed here first"));
      return;
    }
    Page page;
    page.path = *path;
    page.listed_at = item.at();
    page.unit.file = path::join(root_, *path);
    pages_.push_back(std::move(page));
  }

  void find_files(Page& page) {
    const std::string& stem = page.unit.file;
    page.template_file = first_file(files_, stem, {".axml"});
    page.script_file = first_file(files_, stem, {".js", ".ts"});
    page.style_file = find_style(files_, stem, sink_);
    report_missing(page);
    page.unit = load_unit(files_, stem, sink_);
  }

  void report_missing(const Page& page) {
    const std::string& stem = page.unit.file;
    std::string missing;
    if (page.template_file.empty()) {
      missing = stem + ".axml";
    }
    if (page.script_file.empty()) {
      missing += missing.empty() ? stem + ".js" : " and no " + stem + ".js";
    }
    if (missing.empty()) {
      return;
    }
    diag::Diagnostic diagnostic =
        diag::make(diag::Code::project_missing_page, page.listed_at, page.path, missing);
    if (page.template_file.empty()) {
      if (const std::string meant = templates_.closest(page.path, listed_); !meant.empty()) {
        diagnostic.with_hint(fmt::format("did you mean {}?", meant));
        // In a sub-package the text is only a part of the path.
        if (const Source& source = *page.listed_at.source;
            source[page.listed_at.span] == fmt::format("\"{}\"", page.path)) {
          diagnostic.with_fix(page.listed_at, fmt::format("\"{}\"", meant));
        }
      }
    }
    sink_.report(std::move(diagnostic));
  }

  const FileSystem& files_;
  const std::string& root_;
  Templates templates_;
  diag::Sink& sink_;
  std::map<std::string, diag::Location> listed_;
  std::vector<Page> pages_;
};

bool is_address(std::string_view icon) {
  return icon.starts_with("http://") || icon.starts_with("https://") || icon.starts_with("data:");
}

void check_icon(const FileSystem& files, const std::string& root, const json::Node& item,
                std::string_view key, diag::Sink& sink) {
  const std::optional<std::string> icon = json::read_string(item, key, sink);
  if (!icon || icon->empty() || is_address(*icon)) {
    return;
  }
  const std::size_t slash = std::min(icon->find_first_not_of('/'), icon->size());
  const std::optional<std::string> path = path::normalize(icon->substr(slash));
  if (!path || !files.is_file(path::join(root, *path))) {
    sink.report(diag::make(diag::Code::project_missing_tab_icon, item.find(key)->at(), *icon));
  }
}

}  // namespace

std::vector<Page> load_pages(const FileSystem& files, const std::string& root,
                             const json::Node& app, diag::Sink& sink) {
  PageLoader loader(files, root, sink);
  const std::optional<json::Node> pages = json::read_array(app, "pages", sink);
  if (!app.find("pages") || (pages && pages->children().empty())) {
    sink.report(diag::make(diag::Code::project_no_pages, pages ? pages->at() : app.at()));
  }
  if (pages) {
    loader.add_all(*pages, "");
  }
  for (const std::string_view key : {"subPackages", "subpackages"}) {
    const std::optional<json::Node> list = json::read_array(app, key, sink);
    for (const json::Node& package : list ? list->children() : std::vector<json::Node>()) {
      if (!json::expect(package, json::Type::object, sink)) {
        continue;
      }
      const std::string prefix = json::read_string(package, "root", sink).value_or("");
      const std::size_t begin = std::min(prefix.find_first_not_of('/'), prefix.size());
      if (const std::optional<json::Node> sub_pages = json::read_array(package, "pages", sink)) {
        loader.add_all(*sub_pages, prefix.substr(begin));
      }
    }
  }
  return loader.take();
}

void load_tab_bar(const FileSystem& files, const std::string& root, const json::Node& app,
                  std::vector<Page>& pages, diag::Sink& sink) {
  const std::optional<json::Node> tab_bar = json::read_object(app, "tabBar", sink);
  if (!tab_bar) {
    return;
  }
  check_keys(*tab_bar, KeySet::tab_bar, Strictness::near_misses, sink);
  check_colours(*tab_bar, sink);
  const std::optional<json::Node> items = json::read_array(*tab_bar, "items", sink);
  int index = first_tab_index;
  for (const json::Node& item : items ? items->children() : std::vector<json::Node>()) {
    const int tab_index = index++;
    if (!json::expect(item, json::Type::object, sink)) {
      continue;
    }
    check_keys(item, KeySet::tab_item, Strictness::near_misses, sink);
    static_cast<void>(json::read_string(item, "name", sink));
    check_icon(files, root, item, "icon", sink);
    check_icon(files, root, item, "activeIcon", sink);
    const std::optional<std::string> path = json::read_string(item, "pagePath", sink);
    if (!path) {
      continue;
    }
    const std::size_t begin = std::min(path->find_first_not_of('/'), path->size());
    const auto page = std::find_if(pages.begin(), pages.end(), [&](const Page& candidate) {
      return std::string_view(candidate.path) == std::string_view(*path).substr(begin);
    });
    if (page != pages.end()) {
      page->tab_index = tab_index;
      continue;
    }
    std::vector<std::string> listed;
    for (const Page& candidate : pages) {
      listed.push_back(candidate.path);
    }
    const json::Node place = *item.find("pagePath");
    diag::Diagnostic diagnostic =
        diag::make(diag::Code::project_tab_page_not_listed, place.at(), *path);
    if (const std::string meant = text::closest(*path, listed); !meant.empty()) {
      diagnostic.with_hint(fmt::format("did you mean {}?", meant))
          .with_fix(place.at(), fmt::format("\"{}\"", meant));
    }
    sink.report(std::move(diagnostic));
  }
}

}  // namespace mpaas::project
