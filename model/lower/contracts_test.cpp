// Contracts, hw_holds and the end of objects: from C to the words of what fails.
#include <gtest/gtest.h>

#include "model/lower/from_c_test.h"

namespace headway::lower {
namespace {

using Failures = std::set<std::string>;

// A model around functions of `struct thing`; each test gives them and what the thread does.
Failures failing(const std::string& functions, const std::string& thread) {
  return behaviour_of(
             "#include <linux/compiler.h>\n#include <linux/lockdep.h>\n"
             "#include <linux/mutex.h>\n#include <linux/rwsem.h>\n"
             R"(
struct thing { int before; struct mutex lock; struct rw_semaphore sem; };
static struct thing things[2], *one = &things[0];
)" + functions +
             "\nHW_THREAD(t) { " + thread + " }\n")
      .failures;
}

TEST(Contracts, AcquiresIsKept) {
  EXPECT_EQ(failing("static void f(struct thing *p) __acquires(&p->lock) { mutex_lock(&p->lock); }",
                    "f(one);"),
            Failures{});
}

TEST(Contracts, AcquiresIsBrokenAtBothEnds) {
  const std::string f =
      "static void f(struct thing *p) __acquires(&p->lock) { mutex_trylock(&p->lock); %}";
  EXPECT_EQ(failing(f.substr(0, f.size() - 2) + "mutex_unlock(&p->lock); }", "f(one);"),
            (Failures{"contract: f returns without &p->lock, which it acquires (__acquires)"}));
  EXPECT_EQ(failing(f.substr(0, f.size() - 2) + "}", "mutex_lock(&one->lock); f(one);"),
            (Failures{"contract: f is called with &p->lock held, which it acquires (__acquires)"}));
}

TEST(Contracts, ReleasesIsBrokenAtBothEnds) {
  const std::string f =
      "static void f(struct thing *p) __releases(p->lock) { if (hw_flip()) mutex_unlock(&p->lock); "
      "}";
  EXPECT_EQ(failing(f, "mutex_lock(&one->lock); f(one);"),
            (Failures{"contract: f returns with p->lock held, which it releases (__releases)"}));
  EXPECT_EQ(failing("static void f(struct thing *p) __releases(p->lock) { }", "f(one);"),
            (Failures{"contract: f is called without p->lock, which it releases (__releases)"}));
}

TEST(Contracts, MustHoldIsBrokenAtBothEnds) {
  EXPECT_EQ(
      failing("static void f(struct mutex *l) __must_hold(l) { if (hw_holds(l)) mutex_unlock(l); }",
              "if (hw_flip()) mutex_lock(&one->lock); f(&one->lock);"),
      (Failures{"contract: f is called without l, which must be held (__must_hold)",
                "contract: f returns without l, which it must keep (__must_hold)"}));
}

// Each of the things has its own lock, and either may be meant.
TEST(Contracts, TheLockIsTheOneThatTheParameterMeans) {
  const std::string f = "static void f(struct thing *p) __must_hold(&p->lock) { p = 0; }";
  EXPECT_EQ(failing(f, "int i = hw_choose(0, 1); mutex_lock(&things[i].lock); f(&things[i]);"),
            Failures{});
  EXPECT_EQ(failing(f, "int i = hw_choose(0, 1); mutex_lock(&things[i].lock); f(&things[1 - i]);"),
            (Failures{"contract: f is called without &p->lock, which must be held (__must_hold)",
                      "contract: f returns without &p->lock, which it must keep (__must_hold)"}));
}

TEST(Contracts, ReleasedAndTakenAgainIsHeldAtBothEnds) {
  const std::string f =
      "static void f(struct mutex *l) __releases(l) __acquires(l) { mutex_unlock(l); "
      "%mutex_lock(l); }";
  const auto with = [&](const std::string& between) {
    std::string text = f;
    return failing(text.replace(text.find('%'), 1, between),
                   "mutex_lock(&one->lock); f(&one->lock);");
  };
  EXPECT_EQ(with(""), Failures{});
  EXPECT_EQ(
      with("return; "),
      (Failures{"contract: f returns without l, which it must keep (__releases and __acquires)"}));
}

TEST(Contracts, ADeclarationBindsTheDefinition) {
  EXPECT_EQ(
      failing("static void f(struct thing *thing) __must_hold(&thing->lock);\n"
              "static void f(struct thing *p) { (void)p; }",
              "f(one);"),
      (Failures{"contract: f is called without &thing->lock, which must be held (__must_hold)",
                "contract: f returns without &thing->lock, which it must keep (__must_hold)"}));
}

TEST(Contracts, ALockOfSomebodyElseIsNotHeld) {
  EXPECT_EQ(behaviour_of("#include <linux/lockdep.h>\n#include <linux/mutex.h>\n"
                         R"(
static struct mutex m;
HW_THREAD(t) { mutex_lock(&m); lockdep_assert_held(&m); mutex_unlock(&m); }
HW_THREAD(u) { lockdep_assert_held(&m); }
)")
                .failures,
            (Failures{"locks: this task does not hold &m"}));
}

TEST(Lockdep, ReadersAndWritersAreToldApart) {
  EXPECT_EQ(failing("",
                    "down_read(&one->sem); lockdep_assert_held(&one->sem); "
                    "lockdep_assert_held_read(&one->sem); lockdep_assert_held_write(&one->sem);"),
            (Failures{"locks: this task does not hold &one->sem exclusively"}));
  EXPECT_EQ(failing("",
                    "down_write(&one->sem); lockdep_assert_held(&one->sem); "
                    "lockdep_assert_held_write(&one->sem); lockdep_assert_held_read(&one->sem);"),
            (Failures{"locks: this task does not hold &one->sem for reading"}));
  EXPECT_EQ(failing("", "down_write(&one->sem); lockdep_assert_not_held(&one->sem);"),
            (Failures{"locks: this task holds &one->sem"}));
}

TEST(Lockdep, WhatSaysNotWhoHoldsItIsRefused) {
  const auto refused = [](const std::string& lock) {
    return refusal_of(
        "struct two { int a HW_HOLDER(\"a\"), b HW_HOLDER(\"b\"); };\n"
        "static struct two two; static int plain; static struct { int x; } none;\n"
        "HW_THREAD(t) { plain = hw_holds(&" +
        lock + "); two.a = none.x; }\n");
  };
  EXPECT_NE(refused("two").find("'struct two' holds several locks"), std::string::npos);
  EXPECT_NE(refused("plain").find("nothing in 'int' says who holds it"), std::string::npos);
  EXPECT_NE(refused("none").find("says who holds it"), std::string::npos);
}

TEST(Lifetime, WhatIsGoneIsNotTouched) {
  const auto after = [](const std::string& code) {
    return behaviour_of(R"(
struct part { int x; };
struct item { struct part parts[2]; int y; HW_LIFETIME; };
static struct item pool[2], *p = &pool[1];
static int other;
HW_THREAD(t) { int i = hw_choose(0, 1); struct part *part = &p->parts[i]; hw_gone(p); )" +
                        code + " }\n")
        .failures;
  };
  const auto touched = [](const std::string& what) {
    return Failures{"locks: " + what +
                    " is touched after the last reference to its object in pool was dropped"};
  };
  EXPECT_EQ(after("other = 1;"), Failures{});
  EXPECT_EQ(after("p->y = 1;"), touched("p->y"));
  EXPECT_EQ(after("other = p->y;"), touched("p->y"));
  EXPECT_EQ(after("part->x = 1;"), touched("part->x"));
  EXPECT_EQ(after("int *x = &part->x; *x = 1;"), touched("*x"));
  EXPECT_EQ(after("pool[i].y = 1;"), touched("pool[…].y"));
  EXPECT_EQ(after("pool[0].y = 1;"), Failures{});
  EXPECT_EQ(after("hw_born(p); p->y = 1;"), Failures{});
  EXPECT_EQ(after("hw_wait(p->y == 0);"), touched("p->y"));
  EXPECT_EQ(after("hw_gone(p);"), (Failures{"locks: the last reference to p is dropped twice"}));
  EXPECT_EQ(after("pool[0] = *p;"), touched("*p.parts.x"));
}

TEST(Lifetime, CountsAreJudged) {
  const auto counting = [](const std::string& code) {
    return behaviour_of(
        "#include <linux/refcount.h>\nstatic refcount_t r = REFCOUNT_INIT(1);\n"
        "static int x;\nHW_THREAD(t) { " +
        code + " }\nHW_OBSERVE(x, x)\n");
  };
  EXPECT_EQ(counting("x = refcount_dec_and_test(&r); refcount_inc(&r);").failures,
            (Failures{"locks: refcount_inc of an object without references"}));
  EXPECT_EQ(counting("refcount_dec_and_test(&r); refcount_dec_and_test(&r);").failures,
            (Failures{"locks: refcount_dec_and_test of an object without references"}));
  EXPECT_EQ(
      counting("refcount_inc(&r); x = refcount_dec_and_test(&r) * 2 + refcount_read(&r);").ends,
      (std::set<std::vector<std::int64_t>>{{1}}));
  EXPECT_EQ(counting("x = refcount_dec_and_test(&r) * 2 + refcount_inc_not_zero(&r);").ends,
            (std::set<std::vector<std::int64_t>>{{2}}));
}

}  // namespace
}  // namespace headway::lower
