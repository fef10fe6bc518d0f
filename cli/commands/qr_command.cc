// mpaas qr: a text as a QR code, in the terminal or as a picture.
#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "compiler/base/file_system.h"
#include "compiler/diag/render.h"
#include "compiler/qr/qr.h"

namespace mpaas::commands {
namespace {

using terminal::Exit;
using terminal::Message;
using terminal::Session;
using terminal::text;

class QrCommand : public Command {
 public:
  void define(terminal::Arguments& arguments) override {
    arguments.positional("text", text_, std::string(text(Message::qr_help_text)),
                         terminal::Arguments::Need::required);
    arguments.option("--png", png_, std::string(text(Message::qr_help_png)));
    arguments.option("--svg", svg_, std::string(text(Message::qr_help_svg)));
  }

  Exit run(Session& session) override {
    const Result<qr::Matrix> matrix = qr::encode(text_);
    if (!matrix) {
      return session.fail(matrix.error());
    }
    if (png_.empty() && svg_.empty()) {
      session.print(qr::to_terminal(
          *matrix, session.colour_out() ? qr::TerminalStyle::colour : qr::TerminalStyle::plain));
    }
    if (!svg_.empty()) {
      if (const Status written = write(session, svg_, qr::to_svg(*matrix)); !written) {
        return session.fail(written.error());
      }
    }
    if (!png_.empty()) {
      const Result<std::string> picture = qr::to_png(*matrix);
      if (!picture) {
        return session.fail(picture.error());
      }
      if (const Status written = write(session, png_, *picture); !written) {
        return session.fail(written.error());
      }
    }
    return session.finish(Exit::ok, json(*matrix));
  }

 private:
  static Status write(Session& session, const std::string& file, const std::string& picture) {
    MPAAS_TRY(write_file(session.resolve(file), picture));
    session.say(text(Message::qr_written, session.ok_mark(), file));
    return ok();
  }

  std::string json(const qr::Matrix& matrix) const {
    std::string rows;
    for (int row = 0; row < matrix.size(); ++row) {
      rows += row == 0 ? "\"" : ",\"";
      for (int column = 0; column < matrix.size(); ++column) {
        rows += matrix.dark(column, row) ? '1' : '0';
      }
      rows += '"';
    }
    return fmt::format(R"({{"text":{},"size":{},"rows":[{}],"png":{},"svg":{}}})",
                       diag::json_string(text_), matrix.size(), rows,
                       png_.empty() ? "null" : diag::json_string(png_),
                       svg_.empty() ? "null" : diag::json_string(svg_));
  }

  std::string text_;
  std::string png_;
  std::string svg_;
};

}  // namespace

std::unique_ptr<Command> qr_command() { return std::make_unique<QrCommand>(); }

}  // namespace mpaas::commands
