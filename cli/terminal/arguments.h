// The arguments of one command: declared by the command, parsed by CLI11 behind this wall, shown as
// help and used for shell completion.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mpaas::terminal {

enum class ColourChoice : std::uint8_t { automatic, always, never };

// Accepted by every command, anywhere in its arguments.
struct GlobalOptions {
  bool json = false;
  bool quiet = false;
  bool verbose = false;
  ColourChoice colour = ColourChoice::automatic;
};

// What a command may take. `names` as in "-o,--output". Values are written before run().
class Arguments {
 public:
  virtual ~Arguments() = default;
  enum class Need : std::uint8_t { optional, required };
  virtual void positional(const std::string& name, std::string& into, const std::string& help,
                          Need need = Need::optional) = 0;
  virtual void positional(const std::string& name, std::vector<std::string>& into,
                          const std::string& help, Need need = Need::optional) = 0;
  virtual void option(const std::string& names, std::string& into, const std::string& help) = 0;
  virtual void option(const std::string& names, std::optional<std::string>& into,
                      const std::string& help) = 0;
  virtual void option(const std::string& names, std::vector<std::string>& into,
                      const std::string& help) = 0;
  virtual void option(const std::string& names, int& into, const std::string& help) = 0;
  virtual void choice(const std::string& names, std::string& into,
                      const std::vector<std::string>& allowed, const std::string& help) = 0;
  virtual void flag(const std::string& names, bool& into, const std::string& help) = 0;
  // A flag that may say more: --name stands for --name=<the first of allowed>.
  virtual void flag(const std::string& label, std::string& into,
                    const std::vector<std::string>& allowed, const std::string& help) = 0;
};

class CommandLine {
 public:
  CommandLine(std::string name, std::string summary, std::string example);
  ~CommandLine();
  CommandLine(const CommandLine&) = delete;
  CommandLine& operator=(const CommandLine&) = delete;

  Arguments& arguments();

  struct Problem {
    std::string message;
    std::string hint;
  };
  // Fills the declared values and the global options; says what is wrong otherwise. --help sets
  // `help`.
  std::optional<Problem> parse(const std::vector<std::string>& values, GlobalOptions& global,
                               bool& help);
  std::string help_text(bool colour) const;

  struct Option {
    std::string names;  // "-o,--output", or the name of a positional argument
    std::string help;
    std::vector<std::string> allowed;
    bool takes_value = false;
    bool positional = false;
    bool required = false;
    bool many = false;
    bool number = false;
  };
  const std::vector<Option>& options() const;  // also the global ones

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace mpaas::terminal
