// index.html of a package: the document every page's web view loads. Source of the format: the appx
// contract, section 1.
#pragma once

#include <string>
#include <string_view>

namespace mpaas::emit {

// worker_md5: lowercase hexadecimal MD5 of the final index.worker.js; the framework takes it as the
// worker's version.
std::string index_html(std::string_view worker_md5);

}  // namespace mpaas::emit
