// Machine text to syntax: recursive descent over declarations, agents and transitions. Semicolons
// between items are welcome and never needed: every item begins with a word of the language, a
// transition with `NAME ->`.
//
//   I1  Locations get their numbers in the order in which the text first names them.
#include <map>
#include <set>

#include "model/machine/text.h"
#include "model/machine/text_syntax.h"

namespace headway::machine::text {

namespace {

using source::InputError;
using source::Span;

// `NAME: TYPE[EXTENT] in LO..HI = VALUE attribute…`, behind `shared`, `local` or `var`.
class VariableParser {
 public:
  VariableParser(Tokens& tokens, VariableSyntax& into)
      : tokens_(tokens), into_(into), made_(into.made) {}

  void parse() {
    const Token name = tokens_.expect(Token::Kind::name, "a variable");
    made_.name = name.text;
    into_.span = name.span;
    if (tokens_.accept("of")) {
      const Token owner = tokens_.expect(Token::Kind::name, "an agent");
      into_.owner = owner.text;
      into_.owner_span = owner.span;
    }
    tokens_.expect(":");
    type();
    if (tokens_.accept("=")) initial();
    while (attribute()) {
    }
    if (made_.initial.empty() && !made_.initial_any) made_.initial.assign(made_.extent, 0);
  }

 private:
  // `bool[2]`, `u8 in 0..5`, or only a range: `0..2` is `i64 in 0..2`.
  void type() {
    if (const auto type = type_named(tokens_.peek().text);
        type && tokens_.peek().kind == Token::Kind::keyword) {
      tokens_.take();
      made_.type = *type;
      extent();
      if (tokens_.accept("in")) made_.range = range();
    } else if (tokens_.peek().kind == Token::Kind::number || tokens_.at("-")) {
      made_.range = range();
      extent();
    } else {
      tokens_.fail_expected("a type or a range");
    }
  }

  void extent() {
    if (!tokens_.accept("[")) return;
    const Span span = tokens_.peek().span;
    made_.is_array = true;
    made_.extent = tokens_.count("the number of cells");
    // More cells than any model explores, and no chance to ask for all memory by a typing error.
    if (made_.extent > (1u << 20)) throw InputError(span, "this array is too long");
    tokens_.expect("]");
  }

  Range range() {
    Range made;
    made.low = parse_value(tokens_, made_.type);
    tokens_.expect("..");
    made.high = parse_value(tokens_, made_.type);
    return made;
  }

  void initial() {
    const Span span = tokens_.peek().span;
    if (tokens_.accept("any")) {
      made_.initial_any = range();
    } else if (tokens_.accept("{")) {
      do {
        made_.initial.push_back(parse_value(tokens_, made_.type));
      } while (tokens_.accept(","));
      tokens_.expect("}");
      if (made_.initial.size() != made_.extent) {
        throw InputError(span, std::to_string(made_.initial.size()) + " values for " +
                                   std::to_string(made_.extent) + " cells");
      }
    } else {
      made_.initial.assign(made_.extent, parse_value(tokens_, made_.type));
    }
  }

  bool attribute() {
    if (tokens_.accept("any")) {
      made_.initial_any = range();
    } else if (tokens_.accept("lazy")) {
      made_.lazy = true;
    } else if (tokens_.accept("param")) {
      made_.parameter = true;
    } else if (tokens_.accept("ghost")) {
      made_.ghost = true;
    } else if (tokens_.accept("holder")) {
      const bool owner = tokens_.accept("owner");
      if (!owner && !tokens_.accept("mask")) tokens_.fail_expected("'owner' or 'mask'");
      made_.holder = owner ? Holder::owner : Holder::mask;
    } else if (tokens_.accept("label")) {
      made_.label = tokens_.string("a label in quotes");
    } else if (tokens_.accept("strip")) {
      made_.strip = tokens_.string("a strip's name in quotes");
    } else if (tokens_.accept("names")) {
      names();
    } else {
      return false;
    }
    return true;
  }

  void names() {
    tokens_.expect("{");
    do {
      const std::int64_t value = parse_value(tokens_, made_.type);
      tokens_.expect(":");
      made_.enumerators.emplace_back(value, tokens_.string("a name in quotes"));
    } while (tokens_.accept(","));
    tokens_.expect("}");
  }

  Tokens& tokens_;
  VariableSyntax& into_;
  Variable& made_;
};

// One agent's block.
class AgentParser {
 public:
  AgentParser(Tokens& tokens, MachineSyntax& machine, AgentSyntax& into)
      : tokens_(tokens), machine_(machine), into_(into), made_(into.made) {}

  void parse() {
    const Token name = tokens_.expect(Token::Kind::name, "the agent's name");
    made_.name = name.text;
    for (const AgentSyntax& other : machine_.agents) {
      if (&other != &into_ && other.made.name == name.text) {
        throw InputError(name.span, "there is an agent of this name already");
      }
    }
    made_.ends = tokens_.accept("ends");
    tokens_.expect("{");
    bool has_initial = false;
    while (!tokens_.at("}")) {
      if (tokens_.accept("init")) {
        made_.initial = location();
        has_initial = true;
      } else {
        item();
      }
      tokens_.accept(";");
    }
    if (!has_initial) {
      throw InputError(name.span, "agent " + name.text + " has no initial location",
                       "write `init PLACE` in its block");
    }
    tokens_.take();
  }

 private:
  void item() {
    if (tokens_.accept("end")) {
      made_.end = location();
    } else if (tokens_.accept("fatal")) {
      into_.fatal = parse_expr(tokens_);
    } else if (tokens_.accept("cpu")) {
      made_.cpu = tokens_.count("a processor's number");
    } else if (tokens_.accept("priority")) {
      made_.priority = static_cast<std::int32_t>(parse_value(tokens_, IntType{32, true}));
    } else if (tokens_.accept("location")) {
      declare();
    } else if (tokens_.accept("var")) {
      machine_.variables.emplace_back();
      machine_.variables.back().owner = made_.name;
      VariableParser(tokens_, machine_.variables.back()).parse();
    } else if (tokens_.peek().kind == Token::Kind::name && tokens_.peek(1).is("->")) {
      transition();
    } else {
      tokens_.fail_expected("var, init, end, location, fatal, cpu, priority, a transition or '}'");
    }
  }

  LocationId location() {
    const std::string name = tokens_.name("a location");
    const auto [at, fresh] = locations_.emplace(name, static_cast<LocationId>(locations_.size()));
    if (fresh) made_.locations.push_back({name, "", false, std::nullopt});
    return at->second;
  }

  void declare() {
    const Span span = tokens_.peek().span;
    const LocationId id = location();
    if (!declared_.insert(id).second) throw InputError(span, "this location is declared already");
    Location& made = made_.locations[index_of(id)];
    for (;;) {
      if (tokens_.accept("label")) {
        made.label = tokens_.string("a label in quotes");
      } else if (tokens_.accept("committed")) {
        made.committed = true;
      } else if (tokens_.accept("wait")) {
        made.wait = wait(id);
      } else {
        return;
      }
    }
  }

  Wait wait(LocationId id) {
    Wait made;
    for (;;) {
      if (tokens_.accept("killable")) {
        made.kind = WaitKind::killable;
      } else if (tokens_.accept("interruptible")) {
        made.kind = WaitKind::interruptible;
      } else if (tokens_.accept("uninterruptible")) {
        made.kind = WaitKind::uninterruptible;
      } else if (tokens_.accept("idle")) {
        made.idle = true;
      } else if (tokens_.accept("acquire")) {
        made.acquire = true;
      } else if (tokens_.accept("shared")) {
        made.shared = true;
      } else if (tokens_.accept("timed")) {
        made.timed = true;
      } else if (tokens_.accept("for")) {
        into_.resources.emplace_back(id, parse_place(tokens_));
      } else {
        return made;
      }
    }
  }

  void transition() {
    TransitionSyntax& made = into_.transitions.emplace_back();
    made.made.from = location();
    tokens_.expect("->");
    made.made.to = location();
    if (tokens_.accept(":")) parse_clauses(tokens_, made);
  }

  Tokens& tokens_;
  MachineSyntax& machine_;
  AgentSyntax& into_;
  Agent& made_;
  std::map<std::string, LocationId> locations_;
  std::set<LocationId> declared_;
};

const std::map<std::string, AgentKind> kAgentKinds = {
    {"thread", AgentKind::thread},       {"daemon", AgentKind::daemon},
    {"adversary", AgentKind::adversary}, {"signal", AgentKind::signal},
    {"setup", AgentKind::setup},
};

void parse_constant(Tokens& tokens, Machine& machine) {
  ScaledConstant made;
  made.name = tokens.name("the constant's name");
  tokens.expect("=");
  made.used = parse_value(tokens, kI64);
  tokens.expect("real");
  made.real = parse_value(tokens, kI64);
  machine.constants.push_back(std::move(made));
}

void parse_scheduler(Tokens& tokens, Machine& machine) {
  static const std::map<std::string, Scheduler> kSchedulers = {
      {"fair", Scheduler::fair},
      {"nonpreempt", Scheduler::nonpreempt},
      {"priority", Scheduler::priority},
  };
  const Token word = tokens.take();
  const auto found = kSchedulers.find(word.text);
  if (found == kSchedulers.end())
    throw InputError(word.span, "there is no such scheduler", "write fair, nonpreempt or priority");
  machine.scheduler = found->second;
}

NamedExpr parse_named(Tokens& tokens, bool with_sentence) {
  NamedExpr made;
  made.name = tokens.name("a name");
  if (with_sentence && tokens.peek().kind == Token::Kind::string)
    made.sentence = tokens.string("a sentence");
  tokens.expect(":");
  made.value = parse_expr(tokens);
  return made;
}

bool parse_item(Tokens& tokens, MachineSyntax& into) {
  const Token word = tokens.peek();
  if (word.kind != Token::Kind::keyword) return false;
  if (const auto kind = kAgentKinds.find(word.text); kind != kAgentKinds.end()) {
    tokens.take();
    into.agents.emplace_back();
    into.agents.back().made.kind = kind->second;
    AgentParser(tokens, into, into.agents.back()).parse();
  } else if (tokens.accept("shared") || tokens.accept("local")) {
    VariableParser(tokens, into.variables.emplace_back()).parse();
    const VariableSyntax& made = into.variables.back();
    if ((word.text == "local") == made.owner.empty()) {
      throw InputError(
          made.span, made.owner.empty() ? "whose local is this?" : "a shared variable has no owner",
          "write `local NAME of AGENT: TYPE`, or `shared NAME: TYPE`");
    }
  } else if (tokens.accept("observe")) {
    into.observables.push_back(parse_named(tokens, false));
  } else if (tokens.accept("invariant")) {
    into.invariants.push_back(parse_named(tokens, false));
  } else if (tokens.accept("cover")) {
    into.covers.push_back(parse_named(tokens, true));
  } else if (tokens.accept("atom")) {
    into.atoms.push_back(parse_named(tokens, false));
  } else if (tokens.accept("scheduler")) {
    parse_scheduler(tokens, into.made);
  } else if (tokens.accept("constant")) {
    parse_constant(tokens, into.made);
  } else if (tokens.accept("approximates")) {
    into.made.approximations.push_back(tokens.string("what is approximated, in quotes"));
  } else if (tokens.accept("spec")) {
    into.made.specs.push_back(tokens.string("a spec's name in quotes"));
  } else if (tokens.accept("cites")) {
    into.made.cites = tokens.string("a version in quotes");
  } else {
    return false;
  }
  return true;
}

}  // namespace

MachineSyntax parse_syntax(Tokens& tokens) {
  MachineSyntax made;
  tokens.expect("machine");
  made.made.name = tokens.name("the machine's name");
  tokens.accept(";");
  while (tokens.peek().kind != Token::Kind::end) {
    if (!parse_item(tokens, made))
      tokens.fail_expected("a variable, an agent or another item of a machine");
    tokens.accept(";");
  }
  return made;
}

}  // namespace headway::machine::text

namespace headway::machine {

Machine parse_machine(std::string_view text, const std::string& name) {
  text::Tokens tokens(text, {std::make_shared<const std::string>(name), 1, 1});
  return text::resolve(text::parse_syntax(tokens));
}

}  // namespace headway::machine
