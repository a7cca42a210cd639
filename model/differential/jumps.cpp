// Branches, loops, switches, gotos and atomic blocks.
#include "model/differential/program_generator.h"

namespace headway::differential {

using enum Construct;

Piece ProgramGenerator::branch(const Scope& scope) {
  Footprint did;
  Piece condition = top(2, did);
  Piece whole =
      braces("if (%)", block(random_.between(1, 3), scope), "", {if_else}, {std::move(condition)});
  if (!random_.chance(50)) return whole;
  whole.parts.back() = text("} else {\n");
  for (Piece& piece : block(random_.between(1, 2), scope)) whole.parts.push_back(std::move(piece));
  whole.parts.push_back(text("}\n"));
  return whole;
}

// A counter that only the loop steps; without fuel, so that functions without effects have loops.
Piece ProgramGenerator::counted_loop(const Scope& scope) {
  const std::string counter = fresh("k");
  const std::string bound = std::to_string(random_.between(1, 3));
  static const char* const kTypes[] = {"int", "unsigned char", "unsigned long", "short"};
  const std::string type = kTypes[random_.below(4)];
  const std::size_t before = visible_.size();
  variables_.push_back({counter, integers_[5], fresh_bit(), depth_ + 1, false});
  visible_.push_back(&variables_.back());
  Scope inside = scope;
  inside.in_loop = true;
  const unsigned cost = cost_;
  Pieces body = block(random_.between(1, 2), inside);
  cost_ += 2 * (cost_ - cost);  // it is run several times
  visible_.resize(before);
  if (!in_atomic_) loops_ = true;
  std::vector<Construct> constructs = {for_loop};
  if (in_atomic_) constructs.push_back(loop_in_atomic_block);
  return braces("for (" + type + " " + counter + " = 0; " + counter + " < " + bound + "; " +
                    counter + (random_.chance(50) ? "++" : " += 1") + ")",
                std::move(body), "", constructs);
}

Piece ProgramGenerator::loop(const Scope& scope) {
  if ((function_limits_.no_write & kMemory) != 0) return counted_loop(scope);
  loops_ = true;
  function_did_ += {kMemory, kMemory};
  Scope inside = scope;
  inside.in_loop = true;
  Footprint did;
  const unsigned dice = random_.below(4);
  Piece condition = top(2, did);
  Pieces body = block(random_.between(1, 3), inside);
  if (dice == 0) {
    Piece whole = braces("do", std::move(body), " while (0);", {});
    whole.constructs_inside = {do_while_zero};
    return whole;
  }
  if (dice == 1) {
    Piece whole = braces("do", std::move(body), "", {});
    whole.constructs_inside = {do_while};
    whole.parts.back() =
        compose(Piece::Kind::text, "} while ($fuel-- > 0 && (%));\n", {std::move(condition)});
    return whole;
  }
  if (dice == 2) {
    Piece step = top(1, did);
    return braces("for (; $fuel-- > 0 && (%); (void)(%))", std::move(body), "", {for_loop},
                  {std::move(condition), std::move(step)});
  }
  return braces("while ($fuel-- > 0 && (%))", std::move(body), "", {while_loop},
                {std::move(condition)});
}

Piece ProgramGenerator::switch_statement(const Scope& scope) {
  Footprint did;
  const CType* type = integer_type();
  Piece value = top(2, did);
  Piece whole{Piece::Kind::statement, "", {}, {switch_}};
  const unsigned mask = random_.chance(70) ? 15 : 255;
  const bool masked = random_.chance(80);
  whole.parts.push_back(compose(Piece::Kind::text,
                                masked ? "switch ((%) & " + std::to_string(mask) + ") {\n"
                                       : "switch ((" + type->name + ")(%)) {\n",
                                {std::move(value)}));
  int next = 0;
  const unsigned count = random_.between(1, 4);
  const unsigned otherwise = random_.below(count + 2);
  for (unsigned k = 0; k < count; ++k) {
    Piece arm{Piece::Kind::statement, "", {}, {}};
    if (k == otherwise) {
      arm.parts.push_back(text("default:\n"));
      arm.constructs_inside.push_back(switch_default_inside);
    }
    next += static_cast<int>(random_.below(4));
    std::string label = "case " + std::to_string(next);
    if (random_.chance(35)) {
      next += static_cast<int>(random_.below(5));
      label += " ... " + std::to_string(next);
      arm.constructs_inside.push_back(switch_range);
    }
    ++next;
    arm.parts.push_back(text(label + ":\n{\n"));
    for (Piece& piece : block(random_.between(1, 2), scope)) arm.parts.push_back(std::move(piece));
    const bool through = random_.chance(30);
    if (through) arm.constructs_inside.push_back(fall_through);
    arm.parts.push_back(text(through ? "}\n" : "}\nbreak;\n"));
    whole.parts.push_back(std::move(arm));
  }
  whole.parts.push_back(text("}\n"));
  return whole;
}

Piece ProgramGenerator::goto_statement(const Scope& scope) {
  const std::string label = fresh("$at");
  const bool pure = (function_limits_.no_write & kMemory) != 0;
  Scope inside = scope;
  if (random_.chance(60) || pure) {  // forward, from anywhere inside
    inside.labels_ahead.push_back(label);
    Footprint did;
    Pieces body = {compose(Piece::Kind::statement, "if (%) goto " + label + ";\n", {top(2, did)},
                           {goto_forward})};
    for (Piece& piece : block(random_.between(2, 3), inside)) body.push_back(std::move(piece));
    return braces("", std::move(body), "\n" + label + ": ;", {});
  }
  loops_ = true;
  function_did_ += {kMemory, kMemory};
  Pieces body = block(random_.between(1, 3), inside);
  Footprint did;
  Piece whole = braces(label + ":", std::move(body), "", {});
  whole.parts.push_back(compose(Piece::Kind::text, "if ($fuel-- > 0 && (%)) goto " + label + ";\n",
                                {top(2, did)}, {goto_backward}));
  return whole;
}

// What stands before the label has a block of its own, since the jump passes its declarations.
Piece ProgramGenerator::goto_into_loop(const Scope& scope) {
  if ((function_limits_.no_write & kMemory) != 0) return branch(scope);
  loops_ = true;
  function_did_ += {kMemory, kMemory};
  const std::string label = fresh("$in");
  Scope inside = scope;
  inside.in_loop = true;
  Footprint did;
  Piece into = top(2, did), condition = top(2, did);
  Piece first = braces("", block(random_.between(1, 2), inside), "", {});
  Piece second = braces(label + ": ;", block(random_.between(1, 2), inside), "", {});
  second.kind = Piece::Kind::text;
  return compose(Piece::Kind::statement,
                 "if (%) goto " + label +
                     ";\nwhile ($fuel-- > 0 && (%)) {\n"
                     "% %}\n",
                 {std::move(into), std::move(condition), std::move(first), std::move(second)},
                 {Construct::goto_into_loop});
}

Piece ProgramGenerator::atomic_block(const Scope& scope) {
  Scope inside = scope;
  inside.in_loop = false;
  inside.labels_ahead.clear();
  in_atomic_ = true;
  Pieces body = block(random_.between(1, 4), inside);
  in_atomic_ = false;
  Piece whole = braces("hw_atomic", std::move(body), "", {});
  whole.constructs_inside = {Construct::atomic_block};
  return whole;
}

}  // namespace headway::differential
