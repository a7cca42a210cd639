// The formulas are those of the authors' catalogue. A scope that is never closed: `before R` and
// `between Q and R` then ask nothing, `after Q until R` asks all the same.
#include "checker/property/spec_patterns.h"

#include <utility>

#include "model/source/error.h"

namespace headway::property {

namespace {

using machine::BinaryOp;
using machine::UnaryOp;
using tree::Temporal;
using tree::TermPtr;

// Builds terms that all stand at one place of the file.
struct Build {
  const source::Span& span;
  const Texts& texts;

  template <typename Node>
  TermPtr make(Node node) const {
    return std::make_shared<const tree::Term>(tree::Term{std::move(node), span});
  }
  TermPtr no(TermPtr a) const { return make(tree::Unary{UnaryOp::logical_not, std::move(a)}); }
  TermPtr both(TermPtr a, TermPtr b) const {
    return make(tree::Binary{BinaryOp::logical_and, std::move(a), std::move(b)});
  }
  TermPtr either(TermPtr a, TermPtr b) const {
    return make(tree::Binary{BinaryOp::logical_or, std::move(a), std::move(b)});
  }
  TermPtr imply(TermPtr a, TermPtr b) const {
    const auto text = texts.find(a.get());
    if (text == texts.end()) return either(no(std::move(a)), std::move(b));
    return make(tree::Implies{std::move(a), std::move(b), text->second});
  }
  TermPtr always(TermPtr a) const { return temporal(Temporal::Op::always, std::move(a), nullptr); }
  TermPtr eventually(TermPtr a) const {
    return temporal(Temporal::Op::eventually, std::move(a), nullptr);
  }
  TermPtr until(TermPtr a, TermPtr b) const {
    return temporal(Temporal::Op::until, std::move(a), std::move(b));
  }
  TermPtr weak_until(TermPtr a, TermPtr b) const {
    return temporal(Temporal::Op::weak_until, std::move(a), std::move(b));
  }

 private:
  TermPtr temporal(Temporal::Op op, TermPtr a, TermPtr b) const {
    return make(Temporal{op, std::move(a), std::move(b)});
  }
};

// `inside(until)` is what a segment that ends with R asks: with `until` where R must come, with its
// weak form where it need not. Q opens the segment, unless R comes with it.
template <typename Inside>
TermPtr bounded(const Build& b, std::string_view scope, const std::vector<TermPtr>& bounds,
                Inside inside) {
  const TermPtr& last = bounds.back();
  if (scope == "before") return b.imply(b.eventually(last), inside(&Build::until));
  const TermPtr opens = b.both(bounds.front(), b.no(last));
  if (scope == "between")
    return b.always(b.imply(b.both(opens, b.eventually(last)), inside(&Build::until)));
  return b.always(b.imply(opens, inside(&Build::weak_until)));
}

using Until = TermPtr (Build::*)(TermPtr, TermPtr) const;

TermPtr absence(const Build& b, const TermPtr& p, std::optional<std::string_view> scope,
                const std::vector<TermPtr>& bounds) {
  if (!scope) return b.always(b.no(p));
  if (scope == "after") return b.always(b.imply(bounds[0], b.always(b.no(p))));
  return bounded(b, *scope, bounds, [&](Until u) { return (b.*u)(b.no(p), bounds.back()); });
}

TermPtr existence(const Build& b, const TermPtr& p, std::optional<std::string_view> scope,
                  const std::vector<TermPtr>& bounds) {
  if (!scope) return b.eventually(p);
  if (scope == "after") {
    return b.either(b.always(b.no(bounds[0])), b.eventually(b.both(bounds[0], b.eventually(p))));
  }
  const TermPtr open = b.no(bounds.back()), found = b.both(p, b.no(bounds.back()));
  if (scope == "before") return b.weak_until(open, found);
  const TermPtr opens = b.both(bounds[0], open);
  // Not `bounded`: here the segment that need not end must have its P, the one that may not exist
  // need not.
  return b.always(
      b.imply(opens, scope == "between" ? b.weak_until(open, found) : b.until(open, found)));
}

TermPtr universality(const Build& b, const TermPtr& p, std::optional<std::string_view> scope,
                     const std::vector<TermPtr>& bounds) {
  return absence(b, b.no(p), scope, bounds);
}

// `cause` precedes `effect`.
TermPtr precedence(const Build& b, const TermPtr& cause, const TermPtr& effect,
                   std::optional<std::string_view> scope, const std::vector<TermPtr>& bounds) {
  if (!scope) return b.weak_until(b.no(effect), cause);
  // From the first Q on. (The catalogue's formula is also true where only a later Q has its cause
  // in time.)
  if (scope == "after") {
    return b.weak_until(b.no(bounds[0]), b.both(bounds[0], b.weak_until(b.no(effect), cause)));
  }
  return bounded(b, *scope, bounds,
                 [&](Until u) { return (b.*u)(b.no(effect), b.either(cause, bounds.back())); });
}

TermPtr response(const Build& b, const TermPtr& trigger, const TermPtr& answer,
                 std::optional<std::string_view> scope, const std::vector<TermPtr>& bounds) {
  const TermPtr globally = b.always(b.imply(trigger, b.eventually(answer)));
  if (!scope) return globally;
  if (scope == "after") return b.always(b.imply(bounds[0], globally));
  const TermPtr open = b.no(bounds.back());
  const TermPtr in_time = b.imply(trigger, b.until(open, b.both(answer, open)));
  return bounded(b, *scope, bounds, [&](Until u) { return (b.*u)(in_time, bounds.back()); });
}

}  // namespace

const std::vector<Pattern>& all_patterns() {
  static const std::vector<Pattern> kPatterns = {{"absence", {"P"}},
                                                 {"existence", {"P"}},
                                                 {"precedence", {"CAUSE", "EFFECT"}},
                                                 {"response", {"TRIGGER", "ANSWER"}},
                                                 {"universality", {"P"}}};
  return kPatterns;
}

const std::vector<Scope>& all_scopes() {
  static const std::vector<Scope> kScopes = {
      {"after", {"Q"}}, {"after_until", {"Q", "R"}}, {"before", {"R"}}, {"between", {"Q", "R"}}};
  return kScopes;
}

tree::TermPtr apply_pattern(std::string_view pattern, const std::vector<TermPtr>& operands,
                            std::optional<std::string_view> scope,
                            const std::vector<TermPtr>& bounds, const source::Span& span,
                            const Texts& texts) {
  const Build b{span, texts};
  if (pattern == "absence") return absence(b, operands[0], scope, bounds);
  if (pattern == "existence") return existence(b, operands[0], scope, bounds);
  if (pattern == "universality") return universality(b, operands[0], scope, bounds);
  if (pattern == "precedence") return precedence(b, operands[0], operands[1], scope, bounds);
  CHECK(pattern == "response", "pattern=" << pattern);
  return response(b, operands[0], operands[1], scope, bounds);
}

tree::TermPtr leads_to(const TermPtr& trigger, const TermPtr& answer, const source::Span& span,
                       const Texts& texts) {
  return response(Build{span, texts}, trigger, answer, std::nullopt, {});
}

}  // namespace headway::property
