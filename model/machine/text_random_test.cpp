// Round trip of random machines with every field set at random, and with names and texts that try
// to break the quoting. The machines are well formed only as far as the text form needs them to be.
#include <gtest/gtest.h>

#include <array>

#include "model/machine/random_expr_test.h"
#include "model/machine/text.h"
#include "model/source/error.h"

namespace headway::machine {
namespace {

class RandomMachine {
 public:
  explicit RandomMachine(std::uint32_t seed) : random_(seed) {}

  Machine make() {
    Machine made = RandomExpr::machine();
    made.name = name();
    const auto agents = 1 + random_.below(3);
    for (Variable& variable : made.variables) decorate(variable, agents);
    for (std::uint32_t a = 0; a < agents; ++a) made.agents.push_back(agent(a));
    for (int i = 0; i < 2 && maybe(); ++i) {
      made.observables.push_back({name(), random_.expr(random_.type(), 2)});
      made.invariants.push_back({name(), random_.expr(kBool, 2)});
      made.covers.push_back({name(), text(), random_.expr(kBool, 2)});
      while (maybe()) made.atoms.push_back({name(), random_.expr(kBool, 2)});
      made.scheduler = static_cast<Scheduler>(random_.below(3));
      made.constants.push_back({name(), random_.value(kI64), random_.value(kI64)});
      made.approximations.push_back(text());
      made.specs.push_back(text());
      made.cites = text();
    }
    return made;
  }

 private:
  bool maybe() { return random_.below(2) == 0; }

  std::string text() {
    static const std::array<std::string, 16> kParts = {
        "a",  " ",  "{",    "}", "{}", "\"",  "\\",  "`",
        "\n", "\t", "\x01", "#", "é",  "{x}", "\\x", std::string(1, '\0')};
    std::string made;
    for (std::uint32_t i = random_.below(6); i > 0; --i)
      made += kParts[random_.below(kParts.size())];
    return made;
  }
  // Keywords, paths and nonsense.
  std::string name() {
    static const std::array<std::string, 8> kNames = {"pos", "when", "folio.locked", "a.",
                                                      "1st", "",     "u8",           "x.2"};
    return maybe() ? kNames[random_.below(kNames.size())] : text();
  }

  source::Span span() {
    return {std::make_shared<const std::string>(text()), random_.below(100), random_.below(9),
            random_.below(3)};
  }

  void decorate(Variable& variable, std::uint32_t agents) {
    const auto value = [&] { return random_.value(variable.type); };
    if (maybe()) variable.owner = AgentId{random_.below(agents)};
    if (maybe()) variable.range = Range{value(), value()};
    for (std::int64_t& cell : variable.initial) cell = value();
    if (random_.below(3) == 0) {
      variable.initial_any = Range{value(), value()};
      if (maybe()) variable.initial.clear();
    }
    variable.lazy = maybe();
    variable.parameter = maybe();
    variable.ghost = maybe();
    variable.holder = static_cast<Holder>(random_.below(3));
    variable.label = text();
    variable.strip = text();
    while (maybe()) variable.enumerators.emplace_back(value(), text());
    if (maybe()) variable.name += text();
  }

  VariableId any_variable() {
    return VariableId{random_.below(2 * static_cast<std::uint32_t>(RandomExpr::types().size()))};
  }
  static IntType type_of(VariableId id) { return RandomExpr::types()[index_of(id) / 2]; }

  Place place() {
    Place made{any_variable(), std::nullopt};
    if (index_of(made.variable) % 2 == 1) made.index = random_.expr(random_.type(), 2);
    return made;
  }

  Agent agent(std::uint32_t number) {
    Agent made;
    made.name = name() + std::to_string(number);
    made.kind = static_cast<AgentKind>(random_.below(5));
    made.ends = maybe();
    const std::uint32_t locations = 1 + random_.below(4);
    for (std::uint32_t l = 0; l < locations; ++l) {
      Location location{name() + std::to_string(l), text(), maybe(), std::nullopt};
      if (maybe())
        location.wait = Wait{static_cast<WaitKind>(random_.below(3)),
                             maybe(),
                             maybe(),
                             maybe(),
                             maybe(),
                             std::nullopt};
      if (location.wait && maybe()) location.wait->resource = place();
      made.locations.push_back(location);
    }
    made.initial = LocationId{random_.below(locations)};
    if (maybe()) made.end = LocationId{random_.below(locations)};
    if (maybe()) made.fatal = random_.expr(kBool, 2);
    if (maybe()) made.cpu = random_.below(3);
    if (maybe()) made.priority = static_cast<std::int32_t>(random_.below(5)) - 2;
    for (std::uint32_t t = random_.below(4); t > 0; --t) {
      made.transitions.push_back(transition());
      made.transitions.back().from = LocationId{random_.below(locations)};
      made.transitions.back().to = LocationId{random_.below(locations)};
    }
    return made;
  }

  Transition transition() {
    Transition made;
    if (maybe()) made.guard = random_.expr(kBool, 3);
    if (maybe()) made.choice = Choice{random_.expr(kI64, 2), random_.expr(kI64, 2)};
    while (maybe()) {
      Place target = place();
      const IntType type = type_of(target.variable);
      made.assignments.push_back({std::move(target), random_.expr(type, 3)});
    }
    while (maybe()) made.checks.push_back({name(), random_.expr(kBool, 2), text(), maybe()});
    if (maybe()) {
      made.favour = maybe() ? Favour::favourable : Favour::unfavourable;
      made.whim = text();
    }
    if (maybe())
      made.prepare = Prepare{name(), any_variable(), random_.expr(random_.type(), 2),
                             random_.expr(kI64, 1), random_.below(2) == 0};
    if (maybe()) made.attempt = name();
    if (maybe()) made.event = name();
    made.progress = maybe();
    made.yields = maybe();
    if (maybe()) made.call = CallMark{name(), maybe(), std::nullopt};
    if (made.call && made.call->is_return && maybe())
      made.call->result = random_.expr(random_.type(), 2);
    if (maybe()) {
      made.note = Note{text(), {}};
      while (maybe()) made.note->arguments.push_back(random_.expr(random_.type(), 2));
    }
    if (maybe()) {
      source::Origin origin{span(), {}};
      while (maybe()) origin.stack.push_back({name(), span()});
      made.origin = std::make_shared<const source::Origin>(std::move(origin));
    }
    return made;
  }

  RandomExpr random_;
};

TEST(TextRandom, EveryMachineRoundTrips) {
  constexpr std::uint32_t kSeed = 1;
  RandomMachine random(kSeed);
  for (int i = 0; i < 3000; ++i) {
    const Machine machine = random.make();
    const std::string printed = print_machine(machine);
    try {
      const Machine again = parse_machine(printed, "printed");
      ASSERT_TRUE(again == machine) << "machine " << i << " of seed " << kSeed << "\n"
                                    << printed << "\n---\n"
                                    << print_machine(again);
    } catch (const source::InputError& error) {
      FAIL() << error.span().line << ":" << error.span().column << ": " << error.what() << "\n"
             << printed;
    }
  }
}

}  // namespace
}  // namespace headway::machine
