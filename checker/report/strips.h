// The strips beside a run: what every page is, and who holds which lock, after each line.
//
// A page strip draws each cell of its variables as the shortest beginning of the enumerator's name
// that tells it from the others (RES EVICT BAD: R E B), with a legend. The lock strip names the
// locks that are held; the holder is named where more than one agent could be it.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "checker/report/names.h"

namespace headway::report {

class Strips {
 public:
  using Run = std::vector<const machine::State*>;

  // `run`: every state that will be drawn; locks that nobody ever holds in it take no room.
  Strips(const machine::Machine& machine, const Names& names, const Run& run, std::size_t room);

  struct Column {
    std::string title;
    std::size_t width = 0;
  };
  [[nodiscard]] const std::vector<Column>& columns() const { return columns_; }
  // One text a column, unpadded.
  [[nodiscard]] std::vector<std::string> draw(const machine::State& state) const;
  // "pages: R RES, E EVICT", and "uptodate: 1 throughout" for what never changes in the run and so
  // has no column. The first strip always has one.
  [[nodiscard]] std::vector<std::string> legend() const;

 private:
  struct PageStrip {
    std::string title;
    std::vector<machine::VariableId> variables;
    std::map<std::string, std::string> signs;               // enumerator → sign
    std::vector<std::pair<std::string, std::string>> seen;  // signs and names that occur in the run
    bool spaced = false;
  };
  void collect_pages(const Run& run);
  void collect_locks(const Run& run);
  void retire_constants(const Run& run);
  void note_seen(PageStrip& strip, const Run& run) const;
  void measure(const Run& run, std::size_t room);
  [[nodiscard]] std::string sign(const PageStrip& strip, machine::VariableId variable,
                                 std::int64_t value) const;
  [[nodiscard]] std::string draw(const PageStrip& strip, const machine::State& state) const;
  [[nodiscard]] std::string draw_locks(const machine::State& state) const;

  const machine::Machine& machine_;
  const Names& names_;
  machine::Layout layout_;
  std::vector<PageStrip> pages_;
  std::vector<std::string> throughout_;
  std::vector<Cell> locks_;  // ever held in the run
  bool name_holders_ = false;
  std::vector<Column> columns_;
};

}  // namespace headway::report
