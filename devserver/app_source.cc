#include <algorithm>

#include "compiler/base/hash.h"
#include "compiler/package/package.h"
#include "devserver/devserver.h"

namespace mpaas::devserver {
namespace {

class ProjectSource : public AppSource {
 public:
  explicit ProjectSource(std::string folder)
      : folder_(std::move(folder)), compiler_(real_file_system(folder_), options()) {}
  std::shared_ptr<const Build> build(std::stop_token stop) override {
    return compiler_.build(std::move(stop));
  }
  std::string folder() const override { return folder_; }

 private:
  static BuildOptions options() {
    BuildOptions options;
    options.mode = Mode::development;
    options.minify = false;
    options.source_maps = true;
    return options;
  }
  std::string folder_;
  Compiler compiler_;
};

class PackageSource : public AppSource {
 public:
  explicit PackageSource(std::shared_ptr<const Build> build) : build_(std::move(build)) {}
  std::shared_ptr<const Build> build(std::stop_token) override { return build_; }
  std::string folder() const override { return {}; }

 private:
  std::shared_ptr<const Build> build_;
};

}  // namespace

std::unique_ptr<AppSource> project_source(std::string folder) {
  return std::make_unique<ProjectSource>(std::move(folder));
}

Result<std::unique_ptr<AppSource>> package_source(std::string_view bytes) {
  MPAAS_TRY_ASSIGN(const package::Package package, package::read(bytes));
  auto build = std::make_shared<Build>();
  build->ok = true;
  build->app_id = package.id;
  build->name = package.name;
  build->version = package.version;
  for (const package::Entry& entry : package.entries) {
    if (!entry.directory) {
      build->outputs.push_back(
          {entry.path, std::make_shared<const std::string>(entry.content), hash64(entry.content)});
    }
  }
  std::ranges::sort(build->outputs, {}, &OutputFile::path);
  const OutputFile* const worker = build->find("index.worker.js");
  if (worker == nullptr || build->find("appConfig.json") == nullptr) {
    return Error{Error::Kind::invalid,
                 "this package holds no mini-program (index.worker.js, appConfig.json)"};
  }
  build->component2 = worker->content->find("component2") != std::string::npos;
  return std::unique_ptr<AppSource>(std::make_unique<PackageSource>(std::move(build)));
}

}  // namespace mpaas::devserver
