// Archives made to break their readers (rows t.. and z.. of the table in docs/formats/amr.md): each
// is refused with its code, by every way in.
#include <catch2/catch.hpp>
#include <cstring>
#include <functional>
#include <string>
#include <vector>

#include "compiler/base/file_system.h"
#include "compiler/package/package.h"
#include "compiler/package/tar.h"
#include "compiler/package/zip.h"
#include "tests/support/shell.h"

using namespace mpaas;
using namespace mpaas::package;

namespace {

constexpr std::size_t block = 512;

// A tar header in which anything can be wrong.
struct TarEntry {
  std::string name;
  char type = '0';
  std::string content = {};
  std::string link = {};
  std::string mode = "0000644";
  std::string size = {};  // instead of the content's
  std::string magic = std::string("ustar  \0", 8);
  std::string prefix = {};
  bool wrong_sum = false;
};

std::string octal(std::size_t value, int digits) {
  char text[32];
  std::snprintf(text, sizeof text, "%0*zo", digits, value);
  return text;
}

std::string header(const TarEntry& entry) {
  std::string out(block, '\0');
  const auto put = [&out](std::size_t at, const std::string& text) {
    out.replace(at, text.size(), text);
  };
  put(0, entry.name.substr(0, 100));
  put(100, entry.mode);
  put(108, "0000764");
  put(116, "0000764");
  put(124, entry.size.empty() ? octal(entry.content.size(), 11) : entry.size);
  put(136, "03570002304");
  put(148, "        ");
  out[156] = entry.type;
  put(157, entry.link);
  put(257, entry.magic);
  put(345, entry.prefix);
  std::size_t sum = entry.wrong_sum ? 1 : 0;
  for (const char byte : out) {
    sum += static_cast<unsigned char>(byte);
  }
  put(148, octal(sum, 6) + std::string("\0 ", 2));
  return out;
}

std::string tar_of(const std::vector<TarEntry>& entries, std::size_t tail = 2 * block) {
  std::string out;
  for (const TarEntry& entry : entries) {
    out += header(entry) + entry.content;
    out.append((block - entry.content.size() % block) % block, '\0');
  }
  return out + std::string(tail, '\0');
}

int tar_code(const std::string& bytes) {
  const auto entries = tar::read(bytes, {});
  return entries ? 0 : entries.error().code;
}

// The same tar inside a container must be refused by read() with the same code.
int amr_code(const std::string& tar) {
  zip::Writer writer(default_time);
  REQUIRE(writer.add("Manifest.xml",
                     "<package><uid>80808080</uid><name>h5app</name>"
                     "<version>1.0.0.0</version></package>"));
  REQUIRE(writer.add("CERT.json", "{}"));
  REQUIRE(writer.add("80808080.tar", tar));
  const auto package = read(*std::move(writer).finish());
  return package ? 0 : package.error().code;
}

TarEntry file(const std::string& name) { return {name, '0', "x"}; }

// ---- zip, written by hand

struct ZipEntry {
  std::string name;
  std::string content = "x";
  std::string local_name = {};  // instead of `name`
  std::uint32_t attributes = 0100644U << 16U;
  unsigned flags = 0;
  unsigned method = 0;
  std::uint32_t size = 0xFFFFFFFE;  // claimed
  std::uint32_t local_size = 0xFFFFFFFE;
  std::uint32_t crc = 0;
  bool wrong_crc = false;
  std::string extra = {};
  std::string before = {};   // bytes that no directory mentions
  std::int64_t offset = -1;  // instead of its own
  bool listed = true;
};

std::uint32_t crc32(const std::string& bytes) {
  std::uint32_t crc = 0xFFFFFFFF;
  for (const char byte : bytes) {
    crc ^= static_cast<unsigned char>(byte);
    for (int bit = 0; bit < 8; ++bit) {
      crc = crc >> 1U ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
    }
  }
  return ~crc;
}

void put(std::string& out, std::uint64_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) {
    out += static_cast<char>(value >> (8 * i) & 0xFFU);
  }
}

std::string zip_of(const std::vector<ZipEntry>& entries, const std::string& before = "",
                   const std::string& gap = "", const std::string& after = "",
                   const std::string& comment = "") {
  std::string out = before;
  std::string directory;
  unsigned listed = 0;
  for (const ZipEntry& entry : entries) {
    out += entry.before;
    const std::size_t at = out.size() - before.size();
    const std::uint32_t crc = crc32(entry.content) + (entry.wrong_crc ? 1 : 0);
    const auto fields = [&](std::uint32_t size, const std::string& name) {
      std::string text;
      put(text, 20, 2);
      put(text, entry.flags, 2);
      put(text, entry.method, 2);
      put(text, 0x0B4742F0, 4);
      put(text, crc, 4);
      put(text, entry.content.size(), 4);
      put(text, size == 0xFFFFFFFE ? entry.content.size() : size, 4);
      put(text, name.size(), 2);
      put(text, entry.extra.size(), 2);
      return text;
    };
    const std::string local = entry.local_name.empty() ? entry.name : entry.local_name;
    out += "PK\x03\x04" +
           fields(entry.local_size != 0xFFFFFFFE ? entry.local_size : entry.size, local) + local +
           entry.extra + entry.content;
    if (!entry.listed) {
      continue;
    }
    ++listed;
    directory += "PK\x01\x02";
    put(directory, 0x031E, 2);
    directory += fields(entry.size, entry.name);
    put(directory, 0, 6);
    put(directory, 0, 2);
    directory.erase(directory.size() - 2);
    put(directory, entry.attributes, 4);
    put(directory, entry.offset >= 0 ? static_cast<std::uint64_t>(entry.offset) : at, 4);
    directory += entry.name + entry.extra;
  }
  out += gap;
  const std::size_t offset = out.size() - before.size();
  out += directory + "PK\x05\x06";
  put(out, 0, 4);
  put(out, listed, 2);
  put(out, listed, 2);
  put(out, directory.size(), 4);
  put(out, offset, 4);
  put(out, comment.size(), 2);
  return out + comment + after;
}

int zip_code(const std::string& bytes) {
  const auto files = read_zip(bytes);
  const auto package = read(bytes);
  CHECK_FALSE((files.operator bool() == false && package.operator bool()));
  return files ? 0 : files.error().code;
}

}  // namespace

TEST_CASE("the tars made here are good unless something is wrong with them") {
  CHECK(tar_code(tar_of({file("a.js"), {"d/", '5'}, file("d/b.js")})) == 0);
  TarEntry posix = file("a.js");
  posix.magic = std::string(
      "ustar\0"
      "00",
      8);
  posix.mode = "000644 ";
  CHECK(tar_code(tar_of({posix})) == 0);
  CHECK(amr_code(tar_of({file("a.js")})) == 0);
}

TEST_CASE("hostile tars are refused") {
  struct Row {
    const char* id;
    int code;
    std::vector<TarEntry> entries;
  };
  std::string deep;
  for (int i = 0; i < 33; ++i) {
    deep += "d/";
  }
  TarEntry setuid = file("a.js");
  setuid.mode = "0004755";
  TarEntry negative = file("a.js");
  negative.size = "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff";
  TarEntry huge = file("a.js");
  huge.size = "77777777777";
  TarEntry base256 = file("a.js");
  base256.size = std::string("\x80\0\0\0\x40\0\0\0\0\0\0\x01", 12);
  TarEntry long_prefix = file("a.js");
  long_prefix.prefix = "some/folder";
  TarEntry old_format = file("a.js");
  old_format.magic = std::string(8, '\0');
  TarEntry bad_sum = file("a.js");
  bad_sum.wrong_sum = true;
  TarEntry full_folder{"d/", '5', "content"};
  TarEntry linked = file("a.js");
  linked.link = "/etc/passwd";
  const std::vector<Row> rows = {
      {"t01 leaves its folder", 7012, {file("a/../../x")}},
      {"t01 only ..", 7012, {file("..")}},
      {"t02 absolute", 7012, {file("/etc/x")}},
      {"t03 symbolic link", 7022, {{"link", '2', "", "/etc"}, file("link/x")}},
      {"t05 hard link", 7022, {{"link", '1', "", "/etc/passwd"}}},
      {"link name in a plain file", 7022, {linked}},
      {"t07 twice", 7023, {file("a.js"), file("a.js")}},
      {"t08 case", 7024, {file("A.js"), file("a.js")}},
      {"t08 case of a folder", 7024, {file("D/a.js"), file("d/b.js")}},
      {"t08 case, Latin", 7024, {file("\xc3\x84.js"), file("\xc3\xa4.js")}},
      {"t08 case, sharp s",
       7024,
       {file("stra\xc3\x9f"
             "e"),
        file("STRASSE")}},
      {"t09 decomposed", 7012, {file("a\xcc\x88.js")}},
      {"t10 setuid", 7022, {setuid}},
      {"t11 device", 7022, {{"null", '3'}}},
      {"t11 block device", 7022, {{"sda", '4'}}},
      {"t12 pipe", 7022, {{"pipe", '6'}}},
      {"contiguous file", 7022, {{"a", '7'}}},
      {"old type", 7022, {{"a", '\0'}}},
      {"t13 deep", 7012, {file(deep + "x")}},
      {"t15 file, then folder", 7024, {file("a"), file("a/b")}},
      {"t15 folder, then file", 7024, {file("a/b"), file("a")}},
      {"t15 both named", 7024, {file("a"), {"a/", '5'}}},
      {"t16 ./", 7012, {file("./a.js")}},
      {"t16 //", 7012, {file("x//a.js")}},
      {"t16 only ./", 7012, {{"./", '5'}}},
      {"t17 backslash", 7012, {file("..\\..\\x")}},
      {"t18 newline", 7012, {file("a\nb")}},
      {"t18 escape", 7012, {file("a\x1b[2J")}},
      {"t18 right-to-left", 7012, {file("a\xe2\x80\xaegpj.js")}},
      {"t20 empty", 7012, {file("")}},
      {"t21 pax header", 7022, {{"PaxHeaders/a", 'x', "12 size=1000\n"}, file("a.js")}},
      {"t21 global pax header", 7022, {{"pax", 'g', "9 path=x\n"}, file("a.js")}},
      {"long name", 7022, {{"././@LongLink", 'L', "x"}, file("a.js")}},
      {"t22 negative", 7025, {negative}},
      {"t23 too large", 7013, {huge}},
      {"t23 base 256", 7025, {base256}},
      {"t25 NUL in the name", 7026, {file(std::string("evil\0.png", 9))}},
      {"t27 sparse", 7022, {{"a", 'S', "x"}}},
      {"prefix", 7028, {long_prefix}},
      {"neither GNU nor POSIX", 7028, {old_format}},
      {"checksum", 7025, {bad_sum}},
      {"folder with content", 7026, {full_folder}},
      {"file with a slash", 7026, {{"d/", '0', ""}}},
      {"not UTF-8", 7012, {file("\xff\xfe.js")}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.id);
    CHECK(tar_code(tar_of(row.entries)) == row.code);
    CHECK(amr_code(tar_of(row.entries)) == row.code);
  }
}

TEST_CASE("tars that end wrongly are refused") {
  const std::string good = tar_of({file("a.js"), file("b.js")});
  CHECK(tar_code("") == 7025);
  CHECK(tar_code(std::string(512, '\0')) == 7025);
  CHECK(tar_code(std::string(1024, '\0')) == 0);
  for (std::size_t size = 1; size < good.size(); size += 101) {
    CAPTURE(size);
    CHECK(tar_code(good.substr(0, size)) != 0);  // t24
  }
  CHECK(tar_code(good + good) == 7027);  // t26: a second archive behind the end
  CHECK(tar_code(good + std::string(511, '\0') + "x") == 7027);
  CHECK(tar_code(good + "x") == 7025);
  TarEntry cut = file("a.js");
  cut.size = "00000100000";
  CHECK(tar_code(tar_of({cut})) == 7025);
}

TEST_CASE("too many entries are refused") {
  std::vector<TarEntry> many;
  for (int i = 0; i < 11; ++i) {
    many.push_back(file(std::to_string(i)));
  }
  Limits limits;
  limits.entries = 10;
  CHECK(tar::read(tar_of(many), limits).error().code == 7013);
  limits.entries = 11;
  CHECK(tar::read(tar_of(many), limits));
}

TEST_CASE("hostile zips are refused") {
  const ZipEntry good{"a.js"};
  CHECK(zip_code(zip_of({good})) == 0);
  CHECK(zip_code(zip_of({good}, "", "", "", "a comment of 40 hexadecimal digits")) == 0);
  struct Row {
    const char* id;
    int code;
    std::string bytes;
  };
  const auto with = [](const std::function<void(ZipEntry&)>& change) {
    ZipEntry entry{"a.js"};
    change(entry);
    return zip_of({entry});
  };
  const ZipEntry hidden = [] {
    ZipEntry entry{"hidden.js"};
    entry.listed = false;
    return entry;
  }();
  const std::string other_path = "\x75\x70\x09" + std::string(1, '\0') + "\x01" + "crc!" + "b.js";
  const std::vector<Row> rows = {
      {"z01", 7012, zip_of({{"a/../../x"}})},
      {"z02", 7012, zip_of({{"/etc/x"}})},
      {"z03", 7012, zip_of({{"..\\..\\x"}})},
      {"z04 link", 7022, with([](ZipEntry& e) { e.attributes = 0120777U << 16U; })},
      {"z04 device", 7022, with([](ZipEntry& e) { e.attributes = 0020666U << 16U; })},
      {"setuid", 7022, with([](ZipEntry& e) { e.attributes = 0104755U << 16U; })},
      {"folder named like a file", 7026, with([](ZipEntry& e) { e.attributes = 0040755U << 16U; })},
      {"z05", 7023, zip_of({good, good})},
      {"case", 7024, zip_of({good, {"A.JS"}})},
      {"z06 claims", 7013, with([](ZipEntry& e) {
         e.method = 8;
         e.size = 60U << 20U;
       })},
      {"z06 total", 7013, with([](ZipEntry& e) {
         e.method = 8;
         e.size = 0xF0000000;
       })},
      {"z07 two names", 7026, with([](ZipEntry& e) { e.local_name = "b.js"; })},
      {"second name in a field", 7026, with([&](ZipEntry& e) { e.extra = other_path; })},
      {"broken field", 7025, with([](ZipEntry& e) { e.extra = "abc"; })},
      {"zip64", 7028, with([](ZipEntry& e) { e.extra = std::string("\1\0\0\0", 4); })},
      {"z08", 7025, with([](ZipEntry& e) { e.wrong_crc = true; })},
      {"z09 two zips", 7027, zip_of({good}) + zip_of({good})},
      {"z09 something before", 7027, zip_of({good}, "#!/bin/sh\n")},
      {"z09 something behind", 7027, zip_of({good}, "", "", "x")},
      {"z10 unlisted", 7027, zip_of({hidden, good})},
      {"z10 unlisted in the middle", 7027, zip_of({good, hidden, {"b.js"}})},
      {"z10 unlisted at the end", 7027, zip_of({good, hidden})},
      {"gap", 7027, zip_of({good}, "", "gap")},
      {"z11 overlap", 7027,
       [&] {
         ZipEntry second{"b.js"};
         second.offset = 0;
         return zip_of({good, second});
       }()},
      {"z12 stored size", 7026, with([](ZipEntry& e) { e.size = 5; })},
      {"z12 local size", 7026, with([](ZipEntry& e) { e.local_size = 5; })},
      {"encrypted", 7028, with([](ZipEntry& e) { e.flags = 1; })},
      {"unknown flag", 7028, with([](ZipEntry& e) { e.flags = 1U << 13U; })},
      {"bzip2", 7028, with([](ZipEntry& e) { e.method = 12; })},
      {"not deflate", 7025, with([](ZipEntry& e) {
         e.method = 8;
         e.content = "\xff\xff\xff\xff";
         e.size = 10;
       })},
      {"outside", 7025, with([](ZipEntry& e) { e.offset = 0x7FFFFFFF; })},
      {"control character", 7012, zip_of({{"a\tb"}})},
      {"empty name", 7012, zip_of({{""}})},
      {"not UTF-8", 7012, zip_of({{"\xc4\xe3\xba\xc3.js"}})},
      {"empty file", 7006, ""},
      {"text", 7006, "hello, this is no zip at all, but it is long enough to be one"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.id);
    const int code = zip_code(row.bytes);
    // Offsets that point away are seen either as a hole or as a missing header.
    CHECK((code == row.code || (row.id == std::string("outside") && code == 7027)));
  }
}

TEST_CASE("a zip bomb is refused before it is unpacked") {
  zip::Writer writer(default_time);
  REQUIRE(writer.add("zeros", std::string(60'000'000, '\0')));
  const std::string bomb = *std::move(writer).finish();
  REQUIRE(bomb.size() < 100'000);
  CHECK(read_zip(bomb).error().code == 7013);
  zip::Writer many(default_time);
  for (int i = 0; i < 10; ++i) {
    REQUIRE(many.add(std::to_string(i), std::string(4'000'000, '\0')));
  }
  CHECK(read_zip(*std::move(many).finish()).error().code == 7013);
}

TEST_CASE("every cut and many bends of a good package are survived") {
  Description description;
  description.type = Type::h5;
  description.id = "80808080";
  description.version = "1.0.0.0";
  const std::string good =
      *make_amr(description, {{"www/index.html", "<p>"}, {"www/a.js", "1"}}, nullptr);
  for (std::size_t size = 0; size < good.size(); ++size) {
    CHECK_FALSE(read(std::string_view(good).substr(0, size)));
  }
  std::size_t refused = 0;
  for (std::size_t at = 0; at < good.size(); ++at) {
    std::string bent = good;
    bent[at] = static_cast<char>(bent[at] ^ 0x41);
    const auto package = read(bent);
    refused += package ? 0 : 1;
    if (package) {  // times and modes, which mean nothing here
      CHECK(package->entry("www/index.html")->content == "<p>");
      CHECK(package->id == "80808080");
    }
  }
  CHECK(refused > good.size() * 9 / 10);
}

TEST_CASE("unpacking writes nothing outside of its folder") {
  // The archives of other tools, which do write outside: ours must refuse what they took.
  const TemporaryDirectory here = *TemporaryDirectory::make();
  REQUIRE(write_file(here.path() + "/evil.py", R"(
import zipfile, sys
z = zipfile.ZipFile(sys.argv[1], "w")
z.writestr("../outside.txt", "x")
z.close()
)"));
  if (test::shell("cd " + here.path() + " && python3 evil.py evil.zip").exit == 0) {
    const auto files = read_zip(*real_file_system(here.path())->read("evil.zip"));
    REQUIRE_FALSE(files);
    CHECK(files.error().code == 7012);
  }
}
