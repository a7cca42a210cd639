// Written as text, so that a statement here reads like the machine that it becomes. Each agent is a
// row of locations L0, L1, …; a statement leads from the last one to a new one, a retry back to one
// where the same locks are held.
#include "checker/audit/random_guarded.h"

#include <string>
#include <vector>

#include "checker/audit/random_machine.h"
#include "model/machine/text.h"

namespace headway::audit {

namespace {

std::string numbered(const char* name, std::size_t number) { return name + std::to_string(number); }

class Builder {
 public:
  explicit Builder(std::uint64_t seed) : dice_(seed ^ 0x67A4DEDU), seed_(seed) {}

  machine::Machine build() {
    threads_ = 2;
    daemons_ = dice_.percent(25) ? 1 : 0;
    adversaries_ = dice_.percent(35) ? 1 : 0;
    locks_ = 1 + dice_.below(2);
    sloppy_ = dice_.percent(60) ? 0 : 10;
    text_ = "machine guarded_" + std::to_string(seed_) + "\n";
    add_variables();
    for (me_ = 0; me_ < threads_ + daemons_; ++me_) add_program(me_ >= threads_);
    if (adversaries_ != 0) add_adversary();
    if (dice_.percent(20)) text_ += "invariant ORDER: " + test(datum(dice_.below(locks_))) + "\n";
    if (dice_.percent(20)) text_ += "observe seen: i64(" + datum(0) + ")\n";
    return machine::parse_machine(text_, "guarded");
  }

 private:
  void add_variables() {
    for (std::size_t k = 0; k < locks_; ++k) {
      mask_.push_back(dice_.percent(40));
      text_ +=
          "shared " + numbered("l", k) + ": u8 = 0 holder " + (mask_[k] ? "mask" : "owner") + "\n";
      array_.push_back(dice_.percent(30));
      text_ += "shared " + numbered("d", k) + (array_[k] ? ": u8[2] in 0..2" : ": u8 in 0..2") +
               (dice_.percent(15) ? " = any 0..1\n" : " = 0\n");
    }
    text_ += "shared x: bool = 0\nshared y: u8 in 0..2 = 0\n";
  }

  // ---- What is read and written

  // A place that the lock guards.
  std::string datum(std::size_t lock) {
    const std::string name = numbered("d", lock);
    if (!array_[lock]) return name;
    if (dice_.percent(20)) return name + "[x ? 1 : 0]";
    return name + "[" + std::to_string(dice_.below(2)) + "]";
  }
  // Guarded by a lock that is held, or by none; now and then by another one.
  std::string place(bool to_write) {
    std::vector<std::string> places{"y"};
    for (const std::size_t lock : held_) {
      const bool may = !to_write || !reader_[lock] || dice_.percent(sloppy_);
      if (may) places.insert(places.end(), 3, datum(lock));
    }
    if (dice_.percent(sloppy_)) return datum(dice_.below(static_cast<std::uint32_t>(locks_)));
    return places[dice_.below(static_cast<std::uint32_t>(places.size()))];
  }
  std::string test(const std::string& place) {
    static constexpr const char* kOps[] = {" == ", " != ", " < ", " > "};
    return place + kOps[dice_.below(4)] + std::to_string(dice_.below(3));
  }
  std::string condition() { return dice_.percent(25) ? "x" : test(place(false)); }
  std::string assignment() {
    if (dice_.percent(20)) return dice_.percent(50) ? "x := !x" : "x := " + condition();
    const std::string to = place(true);
    if (dice_.percent(30)) return to + " := " + std::to_string(dice_.below(3)) + "u8";
    if (dice_.percent(40)) return to + " := " + place(false);
    return to + " := " + to + " < 2 ? " + to + " + 1 : 0";
  }

  // ---- Statements

  [[nodiscard]] std::string here() const { return numbered("L", last_); }
  void line(const std::string& to, const std::string& clauses) {
    text_ += "  " + here() + " -> " + to + ": " + clauses + "\n";
  }
  void next(const std::string& clauses) {
    line(numbered("L", last_ + 1), clauses);
    ++last_;
    entries_.push_back(held_);
  }
  void location(const std::string& words) { text_ += "  location " + here() + " " + words + "\n"; }
  // Behind, with the same locks held; the location itself if there is none.
  std::string back() {
    std::vector<std::size_t> same{last_};
    for (std::size_t k = 0; k < entries_.size(); ++k) {
      if (entries_[k] == held_) same.push_back(k);
    }
    return numbered("L", same[dice_.below(static_cast<std::uint32_t>(same.size()))]);
  }
  [[nodiscard]] std::string own(std::size_t lock) const {
    return std::to_string(mask_[lock] ? std::size_t{1} << me_ : me_ + 1);
  }
  [[nodiscard]] std::size_t writer_bit() const {
    return std::size_t{1} << (threads_ + daemons_ + adversaries_);
  }

  void take(std::size_t lock) {
    const std::string name = numbered("l", lock);
    reader_[lock] = mask_[lock] && dice_.percent(50);
    std::string free = name + " == 0";
    std::string value =
        mask_[lock] ? std::to_string((std::size_t{1} << me_) | writer_bit()) : own(lock);
    if (reader_[lock]) {
      free = name + " < " + std::to_string(writer_bit());
      value = name + " | " + own(lock);
    }
    const bool tries = dice_.percent(20);
    if (!tries)
      location(std::string("wait acquire ") + (reader_[lock] ? "shared " : "") + "for " + name);
    if (tries) line(back(), "when !(" + free + ")");
    held_.push_back(lock);
    next("when " + free + " do " + name + " := " + value);
  }

  void give_back() {
    const std::size_t lock = held_.back();
    const std::string name = numbered("l", lock);
    held_.pop_back();
    const std::size_t mine = (std::size_t{1} << me_) | writer_bit();
    next("do " + name +
         " := " + (mask_[lock] ? name + " & " + std::to_string(255 - mine) : std::string("0")));
  }

  void ask_own() {
    const std::size_t lock = dice_.below(static_cast<std::uint32_t>(locks_));
    const std::string name = numbered("l", lock);
    const std::string holds =
        mask_[lock] ? "(" + name + " & " + own(lock) + ") != 0" : name + " == " + own(lock);
    next("check locks: " + std::string(dice_.percent(50) ? "" : "!") + "(" + holds + ")");
  }

  void branch() {
    const std::string when = condition();
    line(back(), "when " + when + (dice_.percent(40) ? " do " + assignment() : ""));
    next("when !(" + when + ")");
  }

  void whim() {
    line(back(), "whim unfavourable \"it may fail\"");
    next("whim favourable \"it may fail\"" + (dice_.percent(50) ? " do " + assignment() : ""));
  }

  void statement() {
    switch (dice_.below(12)) {
      case 0:
        return ask_own();
      case 1:
      case 2:
        return branch();
      case 3:
        return whim();
      case 4:
        return next("check assert" + std::string(dice_.percent(30) ? " fatal" : "") + ": " +
                    (dice_.percent(60) ? condition() + " || true" : condition()));
      case 5:
        if (!dice_.percent(40)) return next("do " + assignment());
        location("wait");
        return next("when " + condition());
      case 6:
        return next("do " + numbered("v", me_) + " := " + place(false));
      case 7:
        return next("do y := " + numbered("v", me_));
      case 8:
        return next("choose c in 0..1 do " + place(true) + " := u8(c)");
      default:
        return next("do " + assignment());
    }
  }

  void add_program(bool daemon) {
    last_ = 0;
    held_.clear();
    entries_ = {{}};
    reader_.assign(locks_, false);
    text_ += daemon ? "daemon pager {" : numbered("thread t", me_) + " ends {";
    text_ += numbered(" var v", me_) + ": u8 = 0; init L0";
    text_ += daemon ? "\n" : "; end End\n";
    for (std::uint32_t left = 4 + dice_.below(5); left > 0 || !held_.empty();) {
      const std::size_t lock = dice_.below(static_cast<std::uint32_t>(locks_));
      bool mine = false;
      for (const std::size_t other : held_) mine |= other == lock;
      const bool forgets = !held_.empty() && dice_.percent(sloppy_ / 3);
      if (left > 0 && !mine && dice_.percent(held_.empty() ? 60 : 15)) {
        take(lock);
      } else if (forgets) {
        held_.pop_back();
      } else if (!held_.empty() && (left == 0 || dice_.percent(20))) {
        give_back();
      } else if (left > 0) {
        statement();
      }
      if (left > 0) --left;
    }
    line(daemon ? "L0" : "End", "do x := !x");
    text_ += "}\n";
  }

  void add_adversary() {
    held_.clear();
    text_ += "adversary reclaim { init A\n  A -> A: when x do x := false\n";
    text_ += "  A -> A: do " + assignment() + "\n}\n";
  }

  Dice dice_;
  std::uint64_t seed_;
  std::string text_;
  std::size_t threads_ = 0, daemons_ = 0, adversaries_ = 0, me_ = 0;
  std::uint32_t locks_ = 0;
  std::uint32_t sloppy_ = 0;                       // percent
  std::vector<bool> mask_, array_;                 // by lock
  std::vector<bool> reader_;                       // by lock, of the program being written
  std::vector<std::size_t> held_;                  // last taken last
  std::vector<std::vector<std::size_t>> entries_;  // what is held, by location
  std::size_t last_ = 0;                           // the location that comes next
};

}  // namespace

machine::Machine random_guarded_machine(std::uint64_t seed) { return Builder(seed).build(); }

}  // namespace headway::audit
