#include <algorithm>
#include <utility>

#include "compiler/graph/graph.h"

namespace mpaas::graph {
namespace {

// Tarjan's strongly connected components, with a stack of its own: chains of imports may be long.
class Components {
 public:
  explicit Components(const Graph& graph) : graph_(graph) {}

  std::map<std::string, std::size_t> run() {
    for (const auto& [path, node] : graph_.nodes) {
      if (!found_.contains(path)) {
        visit(path);
      }
    }
    std::map<std::string, std::size_t> groups;
    for (const auto& [path, state] : found_) {
      groups.emplace(path, state.group);
    }
    return groups;
  }

 private:
  struct State {
    std::size_t order;
    std::size_t low;
    bool open = true;
    std::size_t group = 0;
  };

  void enter(const std::string& path) {
    const std::size_t order = found_.size();
    found_.emplace(path, State{order, order});
    open_.push_back(path);
    path_.emplace_back(path, 0);
  }

  void visit(const std::string& start) {
    enter(start);
    while (!path_.empty()) {
      const std::string current = path_.back().first;
      const Node& node = graph_.nodes.at(current);
      if (path_.back().second == node.targets.size()) {
        leave(current);
        continue;
      }
      const std::string& target = node.targets[path_.back().second++];
      if (!graph_.nodes.contains(target)) {
        continue;
      }
      const auto known = found_.find(target);
      if (known == found_.end()) {
        enter(target);
      } else if (known->second.open) {
        State& state = found_.at(current);
        state.low = std::min(state.low, known->second.order);
      }
    }
  }

  void leave(const std::string& current) {
    path_.pop_back();
    const State state = found_.at(current);
    if (!path_.empty()) {
      State& parent = found_.at(path_.back().first);
      parent.low = std::min(parent.low, state.low);
    }
    if (state.low != state.order) {
      return;
    }
    std::string member;
    do {
      member = open_.back();
      open_.pop_back();
      State& closed = found_.at(member);
      closed.open = false;
      closed.group = state.order;
    } while (member != current);
  }

  const Graph& graph_;
  std::map<std::string, State> found_;
  std::vector<std::string> open_;
  std::vector<std::pair<std::string, std::size_t>> path_;
};

}  // namespace

std::map<std::string, std::size_t> circles(const Graph& graph) { return Components(graph).run(); }

}  // namespace mpaas::graph
