// Source maps, version 3 (ECMA-426): which place of which source a place in an output comes from.
// Lines and columns count from 0 here, columns in UTF-16 code units; \n, \r, \r\n, U+2028 and
// U+2029 end a line, as they do for JavaScript engines.
//
//   SourceMapRecorder  what a printer notes while it writes the text of one source
//   SourceMapPiece     that text's map, encoded, independent of where the text will stand
//   SourceMapWriter    joins pieces and text without a map into the map of one output file
//   SourceMap          a map that exists already, read
//
// Nothing is decoded or scanned twice: a piece is joined by adjusting its first numbers. Pieces may
// be kept from build to build, made on several threads and be used in several outputs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/file_system.h"
#include "compiler/base/result.h"
#include "compiler/source/source.h"

namespace mpaas {

// A map that another tool wrote.
class SourceMap {
 public:
  static constexpr std::uint32_t none = 0xffffffff;
  struct Segment {
    std::uint32_t column = 0;  // of the generated text
    std::uint32_t source = none;
    std::uint32_t original_line = 0;
    std::uint32_t original_column = 0;
    std::uint32_t name = none;
  };

  std::string file;
  std::vector<std::string> sources;     // sourceRoot included; not yet joined with the map's folder
  std::vector<SourcePointer> contents;  // as many as sources; null where the map has none
  std::vector<std::string> names;

  // What covers this place: the last segment of the line that does not begin after it; null when
  // there is none. A segment without a source says that the text has no origin.
  const Segment* find(std::uint32_t line, std::uint32_t column) const;

  std::uint32_t line_count() const { return static_cast<std::uint32_t>(line_starts_.size()) - 1; }
  // Sorted by column.
  const Segment* line_begin(std::uint32_t line) const {
    return segments_.data() + line_starts_[line];
  }
  const Segment* line_end(std::uint32_t line) const {
    return segments_.data() + line_starts_[line + 1];
  }

 private:
  friend class SourceMapReader;
  std::vector<Segment> segments_;
  std::vector<std::uint32_t> line_starts_{0};  // one more than lines
};

// Reads JSON, index maps ("sections") included. What is no source map is an error that says why;
// single segments which point nowhere count as text without origin.
Result<SourceMap> read_source_map(std::string_view json);

// What the last lines of a script or style say behind sourceMappingURL=, or "".
std::string_view source_mapping_url(std::string_view text);

// The map which a file of the project names: inline, or a file beside it. Its sources become paths
// as in Source::path, and contents which the map lacks are read where the files exist. Null without
// an error: the file names none. Maps of other hosts are not fetched.
Result<std::shared_ptr<const SourceMap>> load_source_map(const Source& source,
                                                         const FileSystem& files);

struct SourceMapPiece {
  struct Original {
    std::string path;
    SourcePointer content;  // may be null
  };
  // Source, line, column and name as the format counts them: differences to the segment before.
  struct Place {
    std::uint32_t source = 0;
    std::uint32_t line = 0;
    std::uint32_t column = 0;
  };

  std::vector<Original> sources;
  std::string names;  // as JSON strings, separated by commas
  std::uint32_t name_count = 0;
  // How far the text reaches: line breaks, and the column behind the last of them.
  std::uint32_t lines = 0;
  std::uint32_t last_column = 0;

  // The segments. What depends on what stands before the piece is cut out: the first segment (it
  // stands behind first_lines semicolons) and the first name of all.
  bool empty = true;
  std::uint32_t first_lines = 0;
  std::uint32_t first_column = 0;
  Place first;
  bool first_is_named = false;
  std::string mappings;                // behind the first segment
  std::uint32_t name_at = 0xffffffff;  // where in mappings the first name belongs
  std::uint32_t first_name = 0;        // it; also when the first segment has it
  std::uint32_t segment_lines = 0;     // where the last segment stands
  std::uint32_t segment_column = 0;
  Place last;
  std::uint32_t last_name = 0;
};

// Notes places while one source's text is printed, in the order of the output. Cheap: twelve bytes
// a place; lines, columns and the encoding come later, all at once.
class SourceMapRecorder {
 public:
  // input: the map of the source itself, when another tool made it; places are then mapped through
  // it. Must outlive the recorder.
  explicit SourceMapRecorder(SourcePointer source, const SourceMap* input = nullptr);

  // From here on, byte `generated` of the output, the text comes from byte `original` of the
  // source. A second call for the same place replaces the first.
  void add(std::size_t generated, std::uint32_t original, std::uint32_t name = 0) {
    const auto at = static_cast<std::uint32_t>(generated);
    if (!places_.empty() && places_.back().generated == at) {
      places_.back() = {at, original, name};
    } else {
      places_.push_back({at, original, name});
    }
  }
  // What an identifier was called in the source, for add(). Texts that are equal should be the same
  // object: they are told apart by their address. They must live until encode() has returned.
  std::uint32_t name(std::string_view text);
  // One byte was put into the output at this place, after what stands behind it had been noted.
  void inserted(std::size_t generated);

  // The whole text that was printed meanwhile.
  SourceMapPiece encode(std::string_view generated) const;

 private:
  struct Place {
    std::uint32_t generated;
    std::uint32_t original;
    std::uint32_t name;  // index into names_ plus 1
  };
  void grow_slots();
  std::size_t slot_of(const char* text) const;

  SourcePointer source_;
  const SourceMap* input_;
  std::vector<Place> places_;
  std::vector<std::string_view> names_;
  // From addresses to numbers of names, 0 where there is none; at most half full.
  struct NameSlot {
    const char* text;
    std::uint32_t number;
  };
  std::vector<NameSlot> slots_;
};

// Joins the map of one output, in the order of its text.
class SourceMapWriter {
 public:
  void add_text(std::string_view generated);
  void add_piece(const SourceMapPiece& piece);

  // file: the output's name, written into the map. Sources which have no text at hand get null.
  std::string json(std::string_view file) const;

 private:
  void begin_segment(std::uint32_t line, std::uint32_t column);
  void advance(std::uint32_t lines, std::uint32_t last_column);
  std::vector<SourceMapPiece::Original> sources_;
  std::string names_;
  std::uint32_t name_count_ = 0;
  std::string mappings_;
  bool mapped_ = false;  // what is added without a map must be told apart from what stands before
  std::uint32_t line_ = 0;
  std::uint32_t column_ = 0;
  std::uint32_t segment_line_ = 0;
  std::uint32_t segment_column_ = 0;
  SourceMapPiece::Place last_;
  std::uint32_t last_name_ = 0;
};

}  // namespace mpaas
