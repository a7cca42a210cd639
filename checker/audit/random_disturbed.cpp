// Written as text and parsed, which reads like the manual. About half of the machines livelock at
// some level above `finite`.
#include "checker/audit/random_disturbed.h"

#include <string>

#include "checker/audit/random_machine.h"
#include "model/machine/text.h"

namespace headway::audit {

namespace {

std::string number(std::uint32_t n) { return std::to_string(n); }

class Text {
 public:
  explicit Text(std::uint64_t seed) : dice_(seed), pages_(1 + dice_.below(3)) {}

  std::string machine(std::uint64_t seed) {
    std::string text = "machine disturbed_" + std::to_string(seed) + "\nshared page: bool[" +
                       number(pages_) +
                       "]\nshared other: bool\nshared lock: u8 in 0..9 holder owner\n";
    const std::uint32_t threads = dice_.percent(25) ? 2 : 1;
    for (std::uint32_t t = 0; t < threads; ++t) text += thread(t);
    if (dice_.percent(85)) text += reclaim();
    if (dice_.percent(15)) text += "signal kill { init A end B A -> B: do page[0] := 0 }\n";
    if (dice_.percent(15)) text += "daemon io { init A A -> A: do page[" + page() + "] := 1 }\n";
    return text;
  }

 private:
  std::string page() { return number(dice_.below(pages_)); }

  std::string thread(std::uint32_t self) {
    const bool ends = dice_.percent(80);
    const std::uint32_t length = 2 + dice_.below(4);
    std::string head, body;
    for (std::uint32_t at = 0; at < length; ++at) body += statement(self, at, head);
    if (!ends) body += "  L" + number(length) + " -> L0: progress\n";
    return "thread writer" + number(self) + (ends ? " ends" : "") + " {\n" + head + "  init L0" +
           (ends ? " end L" + number(length) : "") + "\n" + body + "}\n";
  }

  // From L<at> to the next, or back.
  std::string statement(std::uint32_t self, std::uint32_t at, std::string& head) {
    const std::string here = "L" + number(at);
    const std::string next = "L" + number(at + 1);
    const std::string back = "L" + number(dice_.below(at + 1));
    const std::string place =
        dice_.percent(40) ? " @ \"l.c\":" + number(1 + dice_.below(3)) + ":1" : "";
    const std::string kind = dice_.percent(15) ? " exec" : "";
    switch (at == 0 ? 0 : dice_.below(6)) {
      case 0:
        return fault_in(here, next, back, kind);
      case 1:
      case 2:
        return attempt(here, next, back, kind, place);
      case 3:
        return "  " + here + " -> " + next + ": whim favourable \"luck\"" + place + "\n  " + here +
               " -> " + back + ": whim unfavourable \"luck\"" +
               (dice_.percent(30) ? " attempt" + kind : "") + place + "\n";
      case 4:
        if (dice_.percent(40)) {
          head += "  location " + here + " wait acquire for lock\n";
          return "  " + here + " -> " + next + ": when lock == 0 do lock := " + number(self + 1) +
                 "\n";
        }
        return "  " + here + " -> " + next + ": do lock := 0\n";
      default:
        return committed(here, next, back, kind, head, at);
    }
  }

  std::string fault_in(const std::string& here, const std::string& next, const std::string& back,
                       const std::string& kind) {
    std::string text = "  " + here + " -> " + next + ": do page[" + page() + "] := 1";
    if (pages_ > 1 && dice_.percent(40)) {  // all that is tested together, prepared as one set
      text = "  " + here + " -> " + next + ": do page[0] := 1, page[1] := 1 prepare" + kind +
             " {page[0..1]}";
    } else if (dice_.percent(80))
      text += std::string(" prepare") + (dice_.percent(20) ? " also" : "") + kind + set();
    if (dice_.percent(15)) text += "\n  " + here + " -> " + back + ": when other do other := 0";
    return text + "\n";
  }
  std::string set() {
    if (dice_.percent(10)) return " {page[1..0]}";
    return dice_.percent(50) ? " {page[" + page() + "]}" : " {page[0.." + number(pages_ - 1) + "]}";
  }

  std::string attempt(const std::string& here, const std::string& next, const std::string& back,
                      const std::string& kind, const std::string& place) {
    const std::string test =
        dice_.percent(50) || pages_ == 1 ? "page[" + page() + "]" : "page[0] && page[1]";
    const std::string fails = dice_.percent(85) ? " attempt" + kind : "";
    return "  " + here + " -> " + next + ": attempt" + kind + " when " + test + place + "\n  " +
           here + " -> " + back + ":" + fails + " when !(" + test + ")" + place + "\n";
  }

  // Fault-in and attempt, or a whim, in one step.
  std::string committed(const std::string& here, const std::string& next, const std::string& back,
                        const std::string& kind, std::string& head, std::uint32_t at) {
    const std::string middle = "C" + number(at);
    head += "  location " + middle + " committed\n";
    std::string text = "  " + here + " -> " + middle + ":";
    text += dice_.percent(50) ? " prepare" + kind + set() + " attempt" + kind : " attempt" + kind;
    text += "\n";
    if (dice_.percent(50)) {
      return text + "  " + middle + " -> " + next + ": whim favourable \"grace\"\n  " + middle +
             " -> " + back + ": whim unfavourable \"grace\"\n";
    }
    return text + "  " + middle + " -> " + next + ": attempt" + kind + " when page[" + page() +
           "]\n  " + middle + " -> " + back + ": prepare" + kind + set() + "\n  " + middle +
           " -> " + next + ": when other\n";
  }

  std::string reclaim() {
    std::string text = "adversary reclaim { init A\n";
    for (std::uint32_t p = 0; p < pages_; ++p) {
      if (p == 0 || dice_.percent(60))
        text += "  A -> A: when page[" + number(p) + "] do page[" + number(p) + "] := 0\n";
    }
    if (dice_.percent(20)) text += "  A -> A: do other := !other\n";
    if (dice_.percent(15)) text += "  A -> A: do page[" + page() + "] := 1\n";
    return text + "}\n";
  }

  Dice dice_;
  std::uint32_t pages_;
};

}  // namespace

machine::Machine random_disturbed_machine(std::uint64_t seed) {
  return machine::parse_machine(Text(seed).machine(seed), "random.machine");
}

}  // namespace headway::audit
