// Columns of the drawing, left to right: bracket of the loop, number of the step, place, lanes with
// text, strips.
#include "checker/report/lanes.h"

#include <algorithm>

#include "checker/report/strips.h"

namespace headway::report {
namespace {

using machine::AgentId;
using machine::Machine;
using machine::State;

constexpr std::size_t kBracket = 2;
constexpr std::size_t kWidestPlace = 17;  // of 80 columns; more where there are more
constexpr std::size_t kWidestLane = 10;
constexpr std::size_t kChangeRows = 2;  // below a line; what doesn't fit there is cut

// A long file name gives way to its line number.
std::string place_text(const Spot& spot, std::size_t width) {
  const std::string text = short_name(spot);
  const std::size_t colon = text.rfind(':');
  if (colon == std::string::npos || columns(text) <= width) return fit(text, width);
  const std::string line = text.substr(colon);
  return cut(text.substr(0, colon), width - std::min(width, line.size())) + line;
}

std::vector<const State*> states_of(const Trace& trace) {
  std::vector<const State*> states{&trace.start};
  for (const auto* part : {&trace.stem, &trace.loop}) {
    for (const Line& line : *part) states.push_back(&line.after);
  }
  return states;
}

// Agents with a line or the last word, in the machine's order.
std::vector<AgentId> actors_of(const Machine& machine, const Trace& trace,
                               const std::optional<Ending>& ending) {
  std::vector<AgentId> actors;
  for (std::uint32_t id = 0; id < machine.agents.size(); ++id) {
    const auto acts = [&](const Line& line) {
      return line.left_out == 0 && line.agent == AgentId{id};
    };
    if (std::any_of(trace.stem.begin(), trace.stem.end(), acts) ||
        std::any_of(trace.loop.begin(), trace.loop.end(), acts) ||
        (ending && ending->agent == AgentId{id})) {
      actors.push_back(AgentId{id});
    }
  }
  return actors;
}

class Drawing {
 public:
  Drawing(Page& page, const Reading& reading, const Trace& trace,
          const std::optional<Ending>& ending)
      : page_(page),
        machine_(reading.machine),
        trace_(trace),
        ending_(ending),
        actors_(actors_of(reading.machine, trace, ending)),
        strips_(reading.machine, reading.names, states_of(trace), page.width() / 3) {
    for (const auto* part : {&trace.stem, &trace.loop}) {
      for (const Line& line : *part) {
        number_width_ = std::max(number_width_, std::to_string(line.last).size());
        place_width_ = std::max(place_width_, columns(short_name(line.spot)));
      }
    }
    if (ending) place_width_ = std::max(place_width_, columns(short_name(ending->spot)));
    place_width_ = std::min(place_width_, kWidestPlace + (page.width() - 80) / 4);
    for (const AgentId actor : actors_)
      lane_width_ = std::max(lane_width_, columns(machine_.at(actor).name) + 2);
    lane_width_ = std::min(lane_width_, kWidestLane);
    std::size_t strips = 0;
    for (const Strips::Column& column : strips_.columns()) strips += column.width + 2;
    text_width_ = page.width() - left() - strips;
    // Many agents: narrow lanes, so that the last one still has room for its text.
    while (lane_width_ > 3 && actors_.size() > 1 &&
           lane_width_ * (actors_.size() - 1) > text_width_ / 3)
      --lane_width_;
  }

  void draw() {
    std::string legend;
    for (const std::string& part : strips_.legend()) legend += (legend.empty() ? "" : "; ") + part;
    if (!legend.empty()) page_.paragraph({"  ", Style::dim}, legend, 4, Style::dim);
    heads();
    opening();
    shown_ = strips_.draw(trace_.start);
    for (const Line& line : trace_.stem) row("", line);
    if (ending_) end();
    if (trace_.loop.empty()) return;
    page_.line({{"  loop", Style::strong},
                {": " + counted(trace_.loop_steps, "step") + ", over and over", Style::plain}});
    for (std::size_t i = 0; i < trace_.loop.size(); ++i) {
      const bool last = i + 1 == trace_.loop.size();
      row(trace_.loop.size() == 1 ? "↻" : i == 0 ? "╭▸" : last ? "╰◂" : "│", trace_.loop[i]);
    }
  }

 private:
  [[nodiscard]] std::size_t left() const {
    return kBracket + 1 + number_width_ + 2 + place_width_ + 2;
  }
  [[nodiscard]] std::size_t lane_of(AgentId agent) const {
    const auto found = std::find(actors_.begin(), actors_.end(), agent);
    return static_cast<std::size_t>(found - actors_.begin()) * lane_width_;
  }

  void heads() {
    std::string names;
    for (std::size_t i = 0; i < actors_.size(); ++i) {
      const bool last = i + 1 == actors_.size();
      const std::string& name = machine_.at(actors_[i]).name;
      names += last ? name : fit(cut(name, lane_width_ - 1), lane_width_);
    }
    Pieces pieces{{fit("  stem", left()), Style::strong}, {fit(names, text_width_), Style::strong}};
    for (const Strips::Column& column : strips_.columns()) {
      pieces.push_back({"  " + fit(column.title, column.width), Style::strong});
    }
    page_.line(pieces);
  }

  // The state in which the run begins, with what the setup agent said of it.
  void opening() {
    std::string text;
    for (const std::string& note : trace_.opening) text += (text.empty() ? "" : "; ") + note;
    std::vector<std::string> rows = filled(text, text_width_);
    if (rows.empty()) rows.push_back("");
    Pieces pieces{{fit("   begins with", left()), Style::dim}, {fit(rows.front(), text_width_)}};
    const std::vector<std::string> texts = strips_.draw(trace_.start);
    for (std::size_t i = 0; i < texts.size(); ++i) {
      pieces.push_back({"  " + fit(texts[i], strips_.columns()[i].width)});
    }
    if (text.empty() && texts.empty()) return;
    page_.line(pieces);
    for (std::size_t i = 1; i < rows.size(); ++i) page_.line(std::string(left(), ' ') + rows[i]);
  }

  void row(const std::string& bracket, const Line& line) {
    if (line.left_out != 0) {
      page_.line(std::string(left(), ' ') + "… " + counted(line.left_out, "step") + " left out …",
                 Style::dim);
      shown_ = strips_.draw(line.after);
      return;
    }
    const std::size_t lane = lane_of(line.agent);
    const std::size_t room = text_width_ - std::min(lane, text_width_ / 2);
    std::string changes = changes_of(line);
    const bool beside = columns(line.text) + 2 + columns(changes) <= room;
    const std::string number =
        std::string(number_width_ - std::min(number_width_, std::to_string(line.first).size()),
                    ' ') +
        std::to_string(line.first);
    const std::string text = cut(line.text, room);
    Pieces pieces{{fit(bracket, kBracket) + " "},
                  {number + "  ", Style::dim},
                  {place_text(line.spot, place_width_) + "  ", Style::dim},
                  {std::string(lane, ' ')},
                  {text, line.noted ? Style::strong : Style::plain}};
    std::size_t used = lane + columns(text);
    if (beside && !changes.empty()) {
      pieces.push_back({"  " + changes, Style::doubtful});
      used += 2 + columns(changes);
    }
    pieces.push_back({std::string(text_width_ - std::min(used, text_width_), ' ')});
    append_strips(pieces, line.after);
    page_.line(pieces);
    if (!beside) change_rows(bracket, lane, room, changes);
  }

  void end() {
    const std::size_t lane = left() + lane_of(ending_->agent);
    const std::string place =
        fit(" ✗", kBracket + 1 + number_width_ + 2) + place_text(ending_->spot, place_width_);
    page_.paragraph({fit(place, lane), Style::bad}, ending_->text, lane, Style::bad);
  }

  // Cells that differ from the line before stand out; the rest is dim.
  void append_strips(Pieces& pieces, const State& state) {
    std::vector<std::string> texts = strips_.draw(state);
    for (std::size_t i = 0; i < texts.size(); ++i) {
      const Style style = texts[i] == shown_[i] ? Style::dim : Style::strong;
      pieces.push_back({"  " + fit(texts[i], strips_.columns()[i].width), style});
    }
    shown_ = std::move(texts);
  }

  void change_rows(const std::string& bracket, std::size_t lane, std::size_t room,
                   const std::string& changes) {
    if (changes.empty()) return;
    // The bracket of a loop goes on beside the rows below its lines, but not below its last one.
    const std::string beside = bracket == "╭▸" || bracket == "│" ? "│" : "";
    std::vector<std::string> rows = filled(changes, room - 2);
    if (rows.size() > kChangeRows) {
      std::string rest;
      for (std::size_t i = kChangeRows - 1; i < rows.size(); ++i)
        rest += (rest.empty() ? "" : " ") + rows[i];
      rows.resize(kChangeRows);
      rows.back() = cut(rest, room - 2);
    }
    for (const std::string& text : rows) {
      page_.line({{fit(beside, left() + lane + 2)}, {text, Style::doubtful}});
    }
  }

  [[nodiscard]] std::string changes_of(const Line& line) const {
    std::string text;
    for (const Change& change : line.changes) {
      text += (text.empty() ? "" : ", ") + change.name + kTie + change.before + "→" + change.after;
    }
    return text;
  }

  Page& page_;
  const Machine& machine_;
  const Trace& trace_;
  const std::optional<Ending>& ending_;
  std::vector<AgentId> actors_;
  Strips strips_;
  std::size_t number_width_ = 1;
  std::size_t place_width_ = 0;
  std::size_t lane_width_ = 4;
  std::size_t text_width_ = 0;
  std::vector<std::string> shown_;
};

}  // namespace

void draw_run(Page& page, const Reading& reading, const Trace& trace,
              const std::optional<Ending>& ending) {
  Drawing(page, reading, trace, ending).draw();
}

}  // namespace headway::report
