#include <algorithm>
#include <set>

#include "compiler/package/container.h"
#include "compiler/package/policy.h"
#include "compiler/package/tar.h"
#include "compiler/package/zip.h"

namespace mpaas::package {
namespace {

// As `tar --sort=name` and `zip -r` walk: names within each folder by their bytes, a folder's
// content right behind it.
bool walks_before(std::string_view left, std::string_view right) {
  return std::lexicographical_compare(
      left.begin(), left.end(), right.begin(), right.end(), [](char one, char other) {
        const auto rank = [](char byte) {
          return byte == '/' ? 0U : static_cast<unsigned>(static_cast<unsigned char>(byte));
        };
        return rank(one) < rank(other);
      });
}

// Every file and every folder above one, in the order of the walk. Owns the names.
struct Walk {
  std::vector<std::string> names;  // folders end in '/'
  std::vector<std::string_view> contents;
};

Walk walk(const std::vector<InputFile>& files) {
  std::vector<std::pair<std::string, std::string_view>> all;
  std::set<std::string_view> folders;
  for (const InputFile& file : files) {
    all.emplace_back(file.path, file.content);
    const std::string_view path = file.path;
    for (std::size_t slash = path.find('/'); slash != std::string_view::npos;
         slash = path.find('/', slash + 1)) {
      if (folders.insert(path.substr(0, slash)).second) {
        all.emplace_back(path.substr(0, slash + 1), std::string_view());
      }
    }
  }
  std::sort(all.begin(), all.end(), [](const auto& left, const auto& right) {
    return walks_before(left.first, right.first);
  });
  Walk out;
  for (auto& [name, content] : all) {
    out.names.push_back(std::move(name));
    out.contents.push_back(content);
  }
  return out;
}

bool has_metadata(const std::vector<InputFile>& files) {
  return std::any_of(files.begin(), files.end(),
                     [](const InputFile& file) { return file.path == metadata_file; });
}

}  // namespace

Result<std::string> make_amr(const Description& description, const std::vector<InputFile>& files,
                             const crypto::PrivateKey* key) {
  const std::string metadata = has_metadata(files) ? "" : write_metadata(description);
  const Walk order = walk(files);
  std::vector<tar::Item> items;
  items.reserve(order.names.size() + 1);
  if (!metadata.empty()) {
    items.push_back({metadata_file, metadata});
  }
  for (std::size_t i = 0; i < order.names.size(); ++i) {
    if (order.names[i].size() > tar::longest_name) {
      return refuse(diag::Code::package_path_too_long, shown(order.names[i]),
                    order.names[i].size());
    }
    items.push_back({order.names[i], order.contents[i]});
  }
  const std::string tar = tar::write(items, description.time);
  const std::string manifest = write_manifest(description);
  const std::string tar_file = description.id + ".tar";

  Signatures signatures = {{tar_file, ""}, {std::string(manifest_file), ""}};
  if (key != nullptr) {
    MPAAS_TRY_ASSIGN(const std::string of_tar, crypto::sign(*key, crypto::Digest::sha1, tar));
    MPAAS_TRY_ASSIGN(const std::string of_manifest,
                     crypto::sign(*key, crypto::Digest::sha1, manifest));
    signatures[0].second = crypto::base64(of_tar);
    signatures[1].second = crypto::base64(of_manifest);
  }
  zip::Writer writer(description.time);
  MPAAS_TRY(writer.add(manifest_file, manifest));
  MPAAS_TRY(writer.add(certificate_file, write_signatures(signatures)));
  MPAAS_TRY(writer.add(tar_file, tar));
  return std::move(writer).finish();
}

Result<std::string> make_zip(const Description& description, const std::vector<InputFile>& files) {
  const Walk order = walk(files);
  const std::string top = description.id + "/";
  zip::Writer writer(description.time);
  MPAAS_TRY(writer.add_directory(top));
  for (std::size_t i = 0; i < order.names.size(); ++i) {
    const std::string name = top + order.names[i];
    MPAAS_TRY(name.ends_with('/') ? writer.add_directory(name)
                                  : writer.add(name, order.contents[i]));
  }
  return std::move(writer).finish();
}

}  // namespace mpaas::package
