// mpaas compile: single source files without a project, for editors, scripts and tests.
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "cli/commands/commands.h"
#include "cli/commands/script_options.h"
#include "compiler/acss/acss.h"
#include "compiler/axml/axml.h"
#include "compiler/base/file_system.h"
#include "compiler/base/large_stack.h"
#include "compiler/base/path.h"
#include "compiler/base/text.h"
#include "compiler/base/thread_pool.h"
#include "compiler/base/utf8.h"
#include "compiler/compiler.h"
#include "compiler/crypto/crypto.h"
#include "compiler/diag/render.h"
#include "compiler/js/js.h"
#include "compiler/json/json.h"
#include "compiler/source/source_map.h"

namespace mpaas::commands {
namespace {

using terminal::Exit;
using terminal::Message;
using terminal::Session;
using terminal::text;

struct Compiled {
  std::vector<diag::Diagnostic> diagnostics;
  std::string code;
  std::optional<SourceMapPiece> map;  // of the code
  std::string map_text;               // or the whole map
  bool is_style = false;
  std::vector<std::string> licences;  // comments which have to go along with minified code
  bool ok = false;
  std::optional<Error> unreadable;
};

class CompileCommand : public Command {
 public:
  void define(terminal::Arguments& arguments) override {
    arguments.positional("files", files_, std::string(text(Message::compile_help_files)),
                         terminal::Arguments::Need::required);
    arguments.option("-o,--output", output_, std::string(text(Message::compile_help_output)));
    arguments.option("--out-dir", directory_, std::string(text(Message::compile_help_directory)));
    arguments.flag("--script", script_, std::string(text(Message::compile_help_script)));
    arguments.flag("--module", module_, std::string(text(Message::compile_help_module)));
    arguments.flag("--minify", minify_, std::string(text(Message::compile_help_minify)));
    arguments.option("--es", es_, std::string(text(Message::compile_help_es)));
    arguments.option("--define", define_texts_, std::string(text(Message::build_help_define)));
    arguments.flag("--bundle", bundle_, std::string(text(Message::compile_help_bundle)));
    arguments.choice("--format", format_, {"iife", "cjs", "esm"},
                     std::string(text(Message::compile_help_format)));
    arguments.option("--global-name", global_name_,
                     std::string(text(Message::compile_help_global_name)));
    arguments.flag("--strict", strict_, std::string(text(Message::compile_help_strict)));
    arguments.option("--jobs", jobs_, std::string(text(Message::compile_help_jobs)));
    arguments.flag("--sourcemap", source_map_, {"file", "inline"},
                   std::string(text(Message::compile_help_sourcemap)));
  }

  Exit run(Session& session) override {
    if (const Status usage = check_usage(); !usage) {
      return session.fail(usage.error());
    }
    if (const Status read = read_script_options(es_, define_texts_, edition_, defines_); !read) {
      return session.fail(read.error());
    }
    const std::shared_ptr<FileSystem> files = real_file_system(session.resolve("."));
    Result<std::vector<std::string>> paths = list_files(*files);
    if (!paths) {
      return session.fail(paths.error());
    }
    if (!output_.empty() && paths->size() != 1) {
      return session.fail({Error::Kind::usage, std::string(text(Message::compile_one_output))});
    }
    if (bundle_ && paths->size() != 1) {
      return session.fail({Error::Kind::usage, std::string(text(Message::compile_one_entry))});
    }
    if (bundle_) {
      return bundle_file(session, *files, paths->front());
    }
    // One file is compiled right here, without the cost of starting threads.
    ThreadPool pool(paths->size() > 1 ? static_cast<unsigned>(jobs_) : 1);
    bool all_ok = true;
    // In portions, so that a long list does not have to fit into memory.
    constexpr std::size_t portion = 64;
    for (std::size_t first = 0; first < paths->size(); first += portion) {
      std::vector<Compiled> compiled(std::min(portion, paths->size() - first));
      run_on_large_stack([&] {
        pool.for_each(compiled.size(), [&](std::size_t i) {
          compiled[i] = compile_file(*files, (*paths)[first + i]);
        });
      });
      for (std::size_t i = 0; i < compiled.size(); ++i) {
        if (session.interrupted()) {
          return session.fail({Error::Kind::cancelled, ""});
        }
        if (compiled[i].unreadable) {
          return session.fail(*std::move(compiled[i].unreadable));
        }
        all_ok = all_ok && compiled[i].ok;
        if (const Status done = deliver(session, (*paths)[first + i], compiled[i]); !done) {
          return session.fail(done.error());
        }
      }
    }
    // With --json the lines are the answer; there is no envelope around them.
    return all_ok ? Exit::ok : Exit::project_errors;
  }

 private:
  Status check_usage() const {
    if (script_ && module_) {
      return Error{Error::Kind::usage, std::string(text(Message::compile_one_goal))};
    }
    if (!output_.empty() && !directory_.empty()) {
      return Error{Error::Kind::usage, std::string(text(Message::compile_one_output))};
    }
    if (jobs_ < 0) {
      return Error{Error::Kind::usage, std::string(text(Message::build_negative_jobs))};
    }
    return ok();
  }

  // The file with everything that it imports.
  Exit bundle_file(Session& session, const FileSystem& files, const std::string& path) {
    if (const Result<std::string> readable = files.read(path); !readable) {
      return session.fail(readable.error());
    }
    const std::string target = target_of(path);
    BundleOptions options;
    options.minify = minify_;
    options.es = edition_;
    options.defines = defines_;
    options.format = format_ == "esm"   ? BundleFormat::esm
                     : format_ == "cjs" ? BundleFormat::common_js
                                        : BundleFormat::iife;
    options.global_name = global_name_;
    options.source_map = !source_map_.empty();
    options.output = target;
    options.threads = static_cast<unsigned>(jobs_);
    Bundle made = bundle(files, path, options);
    Compiled compiled;
    compiled.ok = made.ok;
    compiled.code = std::move(made.code);
    compiled.map_text = std::move(made.map);
    compiled.diagnostics = std::move(made.diagnostics);
    diag::sort(compiled.diagnostics);
    if (minify_) {
      compiled.licences = std::move(made.license_comments);
    }
    if (const Status done = deliver(session, path, compiled); !done) {
      return session.fail(done.error());
    }
    return compiled.ok ? Exit::ok : Exit::project_errors;
  }

  // @list stands for the paths in that file, one a line.
  Result<std::vector<std::string>> list_files(const FileSystem& files) const {
    std::vector<std::string> paths;
    for (const std::string& argument : files_) {
      if (argument.empty() || argument.front() != '@') {
        paths.push_back(argument);
        continue;
      }
      MPAAS_TRY_ASSIGN(const std::string list, files.read(argument.substr(1)));
      for (const std::string_view line : text::split(list, '\n')) {
        if (const std::string_view path = text::trim(line); !path.empty()) {
          paths.emplace_back(path);
        }
      }
    }
    return paths;
  }

  Compiled compile_file(const FileSystem& files, const std::string& path) const {
    Result<std::string> content = files.read(path);
    if (!content) {
      Compiled failed;
      failed.unreadable = std::move(content).error();
      return failed;
    }
    return compile(make_source(path, *std::move(content)));
  }

  Compiled compile(const SourcePointer& source) const {
    diag::List found;
    Compiled compiled;
    const std::size_t invalid = utf8::find_invalid(source->text);
    if (invalid != std::string_view::npos) {
      const auto at = static_cast<std::uint32_t>(invalid);
      found.report(diag::make(diag::Code::project_not_utf8, {source, {at, at + 1}}, invalid));
    } else {
      translate(source, found, compiled);
    }
    compiled.ok = !found.has_errors();
    diag::sort(found.items);
    compiled.diagnostics = std::move(found.items);
    return compiled;
  }

  void translate(const SourcePointer& source, diag::List& found, Compiled& compiled) const {
    const std::string_view extension = path::extension(source->path);
    if (extension == ".acss" || extension == ".css" || extension == ".less" ||
        extension == ".scss") {
      const acss::SheetPointer sheet = acss::parse(source, found);
      acss::PrintOptions options;
      options.minify = minify_;
      // Plain CSS stays CSS.
      options.tags_to_classes = options.rpx_to_rem = extension != ".css";
      compiled.is_style = true;
      print_with_map(source, found, compiled, [&](SourceMapRecorder* map) {
        options.map = map;
        return acss::print(*sheet, options);
      });
      return;
    }
    if (extension == ".axml") {
      translate_markup(source, found, compiled);
      return;
    }
    if (extension == ".json") {
      const bool valid = json::parse(source, found).has_value();
      compiled.code = valid ? source->text : std::string();
      return;
    }
    translate_script(source, found, compiled);
  }

  js::PrintOptions print_options() const {
    js::PrintOptions options;
    options.minify_whitespace = minify_;
    options.mangle = minify_;
    return options;
  }

  // print(recorder) gives the code; without --sourcemap the recorder is null.
  template <class Print>
  void print_with_map(const SourcePointer& source, diag::List& found, Compiled& compiled,
                      Print&& print) const {
    if (source_map_.empty()) {
      compiled.code = print(nullptr);
      return;
    }
    const std::shared_ptr<const SourceMap> input = input_map(source, found);
    SourceMapRecorder recorder(source, input.get());
    compiled.code = print(&recorder);
    compiled.map = recorder.encode(compiled.code);
  }

  void translate_markup(const SourcePointer& source, diag::List& found, Compiled& compiled) const {
    const axml::DocumentPointer document = axml::parse(source, found);
    if (found.has_errors()) {
      return;
    }
    Arena arena;
    axml::EmitOptions options;
    for (const axml::Dependency& dependency : axml::dependencies(*document)) {
      options.modules.emplace(dependency.specifier, diag::json_string(dependency.specifier));
    }
    options.runtime = "\"axml\"";
    print_with_map(source, found, compiled, [&](SourceMapRecorder* map) {
      js::PrintOptions print = print_options();
      print.map = map;
      return js::print_statements(axml::emit(*document, options, arena), print);
    });
  }

  // Without a flag as `mpaas build` reads scripts; --script and --module are the letter of the
  // language.
  void translate_script(const SourcePointer& source, diag::List& found, Compiled& compiled) const {
    js::Options options;
    options.transform.target = edition_;
    options.transform.minify = minify_;
    for (const auto& [name, value] : defines_) {
      options.defines.push_back({name, value});
    }
    if (script_ || module_) {
      options.goal = script_ ? js::Goal::script : js::Goal::module;
      options.lenient = false;
      options.allow_return = false;
    } else if (path::extension(source->path) == ".sjs" || path::extension(source->path) == ".mjs") {
      options.goal = js::Goal::module;
    }
    options.lenient = options.lenient && !strict_;
    // A module's names are its own; those of a script may be anybody's.
    options.transform.top_level_is_local = options.goal == js::Goal::module;
    const js::ProgramPointer program = js::parse_program(source, options, found);
    if (program->has_errors) {
      return;
    }
    print_with_map(source, found, compiled, [&](SourceMapRecorder* map) {
      js::PrintOptions print = print_options();
      print.map = map;
      return js::print(*program, print);
    });
    if (minify_) {
      for (const std::string_view comment : program->license_comments) {
        if (std::ranges::find(compiled.licences, comment) == compiled.licences.end()) {
          compiled.licences.emplace_back(comment);
        }
      }
    }
  }

  Status deliver(Session& session, const std::string& path, const Compiled& compiled) const {
    if (session.json()) {
      *session.io().out << fmt::format(R"({{"path":{},"ok":{},"diagnostics":{}}})",
                                       diag::json_string(path), compiled.ok,
                                       diag::render_json(compiled.diagnostics))
                        << '\n';
    } else {
      session.show(compiled.diagnostics);
    }
    if (!compiled.ok) {
      return ok();
    }
    if (output_.empty() && directory_.empty()) {
      std::string code = compiled.code;
      for (const std::string& comment : compiled.licences) {
        code += (code.ends_with('\n') ? "" : "\n") + comment + '\n';
      }
      if (has_map(compiled)) {
        append_map_line(code, compiled.is_style,
                        data_url(map_json(session, compiled, "stdout", "")));
      }
      session.print(code);
      return ok();
    }
    const std::string target = target_of(path);
    const std::string full = session.resolve(target);
    if (path::normalize(full) == path::normalize(session.resolve(path))) {
      return Error{Error::Kind::usage, text(Message::compile_overwrites, path)};
    }
    return write_outputs(session, full, compiled);
  }

  // Where the output goes, from the current folder; "" is stdout.
  std::string target_of(const std::string& path) const {
    if (!output_.empty() || directory_.empty()) {
      return output_;
    }
    // A path that leaves the folder keeps its name only.
    const std::optional<std::string> inside =
        path::is_absolute(path) ? std::nullopt : path::normalize(path);
    std::string target =
        path::join(directory_, inside ? *inside : std::string(path::filename(path)));
    const std::string_view extension = path::extension(path);
    if (extension == ".axml") {
      target += ".js";
    } else if (extension == ".ts" || extension == ".mts" || extension == ".cts") {
      target.replace(target.size() - 2, 2, "js");
    }
    return target;
  }

  Status write_outputs(const Session& session, const std::string& full,
                       const Compiled& compiled) const {
    const std::string name(path::filename(full));
    std::string code = compiled.code;
    if (!compiled.licences.empty()) {
      const std::string legal = name + ".LEGAL.txt";
      std::string all;
      for (const std::string& comment : compiled.licences) {
        all += comment + "\n\n";
      }
      MPAAS_TRY(write_file(full + ".LEGAL.txt", all));
      code += (code.ends_with('\n') ? "" : "\n") + text(Message::compile_see_legal, legal) + '\n';
    }
    if (has_map(compiled)) {
      const std::string map = map_json(session, compiled, name, path::directory(full));
      if (source_map_ == "file") {
        MPAAS_TRY(write_file(full + ".map", map));
      }
      append_map_line(code, compiled.is_style,
                      source_map_ == "file" ? name + ".map" : data_url(map));
    }
    return write_file(full, code);
  }

  // The map that the file's own last line names: what another tool made this file from. A bad one
  // is a warning; the map then ends at this file.
  static std::shared_ptr<const SourceMap> input_map(const SourcePointer& source,
                                                    diag::List& found) {
    Result<std::shared_ptr<const SourceMap>> map = load_source_map(*source, *real_file_system("."));
    if (map) {
      return *std::move(map);
    }
    found.report(
        diag::make(diag::Code::js_bad_source_map, {source, {}}, std::move(map).error().message));
    return nullptr;
  }

  // Sources are named as seen from the folder of the output.
  static bool has_map(const Compiled& compiled) {
    return compiled.map || !compiled.map_text.empty();
  }

  static std::string map_json(const Session& session, const Compiled& compiled,
                              const std::string& file, std::string_view folder) {
    if (!compiled.map_text.empty()) {
      return compiled.map_text;
    }
    SourceMapPiece piece = *compiled.map;
    for (SourceMapPiece::Original& original : piece.sources) {
      if (!folder.empty()) {
        original.path = path::relative(folder, session.resolve(original.path));
      }
    }
    SourceMapWriter writer;
    writer.add_piece(piece);
    return writer.json(file);
  }

  // A last line that names the map.
  static void append_map_line(std::string& code, bool is_style, std::string_view url) {
    code += fmt::format("{}{} sourceMappingURL={}{}\n", code.ends_with('\n') ? "" : "\n",
                        is_style ? "/*#" : "//#", url, is_style ? " */" : "");
  }
  static std::string data_url(const std::string& map) {
    return "data:application/json;base64," + crypto::base64(map);
  }

  std::vector<std::string> files_;
  std::string output_;
  std::string directory_;
  std::string es_;
  std::vector<std::string> define_texts_;
  std::uint16_t edition_ = js::esnext;
  std::vector<std::pair<std::string, std::string>> defines_;
  int jobs_ = 0;
  std::string format_;
  std::string global_name_;
  bool bundle_ = false;
  bool strict_ = false;
  bool script_ = false;
  bool module_ = false;
  bool minify_ = false;
  std::string source_map_;
};

}  // namespace

std::unique_ptr<Command> compile_command() { return std::make_unique<CompileCommand>(); }

}  // namespace mpaas::commands
