// The table of constructs, continued: clean-up, and what kernel code takes from its headers.
#include "model/lower/dialect_test.h"

namespace headway::lower {
namespace {

const Construct kEnvironment[] = {
    {"cleanup_on_every_way_out", R"(
static int open, most;
static void done(int *p) { open -= *p; }
static int f(int way) {
	int r = 0;
	for (int k = 0; k < 3; k++) {
		int x __attribute__((cleanup(done))) = 1;
		open += x;
		if (way == 1) break;
		if (way == 2) continue;
		int y __attribute__((cleanup(done))) = 2;
		open += y;
		if (open > most) most = open;
		if (way == 3) return open;
		if (way == 4) goto out;
		r += open;
	}
	return r + 10 * open;
out:
	return 50 + open;
}
HW_THREAD(t) {
	static const int back[] = { 9, 0, 0, 3, 50 };
	int way = hw_choose(0, 4);
	hw_assert(f(way) == back[way] && open == 0 && (way == 1 || way == 2 || most == 3), "as the C says");
}
)"},
    {"cleanup_runs_last_declared_first", R"(
static int order;
static void first(int *p) { order = order * 10 + *p; }
HW_THREAD(t) {
	{ int a __attribute__((cleanup(first))) = 1, b __attribute__((cleanup(first))) = 2; (void)a, (void)b; }
	hw_assert(order == 21, "as gcc does it");
}
)"},
    {"cleanup_after_the_value_of_return", R"(
static int v = 5;
static void clear(int **p) { **p = 0; }
static int f(void) { int *p __attribute__((cleanup(clear))) = &v; return v; }
HW_THREAD(t) { hw_assert(f() == 5 && v == 0 && ({ int *p __attribute__((cleanup(clear))) = &v; v = 3; v; }) == 3 && v == 0, "as the C says"); }
)"},
    {"goto_back_over_a_cleanup", R"(
static int open, rounds;
static void done(int *p) { open--; }
HW_THREAD(t) {
retry:;
	int x __attribute__((cleanup(done))) = ++open;
	hw_assert(x == 1, "released before it is taken again");
	if (++rounds < 3) goto retry;
}
)"},
    {"guard_and_scoped_guard", R"(
USES <linux/mutex.h>
USES <linux/rwsem.h>
USES <linux/spinlock.h>
static DEFINE_MUTEX(m);
static DEFINE_SPINLOCK(s);
static struct rw_semaphore sem;
static int f(int way) {
	guard(mutex)(&m);
	hw_assert(hw_holds(&m), "taken");
	if (way == 0) return 1;
	scoped_guard(spinlock, &s) {
		hw_assert(hw_holds(&s), "taken");
		if (way == 1) return 2;
	}
	hw_assert(!hw_holds(&s), "given back");
	scoped_guard(rwsem_read, &sem) { if (way == 2) break; way = 9; }
	scoped_cond_guard(mutex_try, return way, &m) hw_assert(0, "held already");
	return 4;
}
HW_THREAD(t) {
	int way = hw_choose(0, 3);
	hw_assert(f(way) == (way < 2 ? way + 1 : way == 2 ? 2 : 9), "as the C says");
	hw_assert(!hw_holds(&m) && !hw_holds(&s) && !hw_holds(&sem), "given back");
}
)"},
    {"free_and_no_free_ptr", R"(
USES <linux/cleanup.h>
struct thing { int live; };
static struct thing things[2];
static int used;
static struct thing *get(void) { things[used].live = 1; return &things[used++]; }
static void put(struct thing *thing) { thing->live = 0; }
DEFINE_FREE(thing, struct thing *, if (_T) put(_T))
static struct thing *make(_Bool keep) {
	struct thing *a __free(thing) = get();
	struct thing *b __free(thing) = NULL;
	if (!keep) return NULL;
	b = get();
	return_ptr(a);
}
HW_THREAD(t) {
	_Bool keep = hw_flip();
	struct thing *kept = make(keep);
	hw_assert(keep ? kept == &things[0] && kept->live && !things[1].live : !kept && !things[0].live, "as the C says");
}
)"},
    {"current", R"(
USES <linux/sched.h>
HW_THREADS(t, 2) { current->nr_dirtied = hw_self() + 1; hw_assert(hw_tasks[hw_self()].nr_dirtied == hw_self() + 1, "its own"); }
)"},
    {"is_enabled", R"(
#define CONFIG_ON 1
USES <linux/kconfig.h>
extern int nowhere(void);
#if IS_ENABLED(CONFIG_ON) && !IS_ENABLED(CONFIG_OFF)
static int which = 1;
#else
static int which = 2;
#endif
HW_THREAD(t) { if (IS_ENABLED(CONFIG_OFF)) nowhere(); hw_assert(which == 1 && IS_BUILTIN(CONFIG_ON), "as the kernel says"); }
)"},
    {"static_keys", R"(
USES <linux/jump_label.h>
static DEFINE_STATIC_KEY_FALSE(slow);
static DEFINE_STATIC_KEY_TRUE(fast);
HW_THREAD(t) {
	hw_assert(static_branch_likely(&fast) && !static_branch_unlikely(&slow), "as the kernel says");
	static_branch_enable(&slow);
	hw_assert(static_key_enabled(&slow), "as the kernel says");
}
)"},
    {"export_symbol", R"(
USES <linux/export.h>
int f(void) { return 3; }
EXPORT_SYMBOL(f);
EXPORT_SYMBOL_GPL(f);
HW_THREAD(t) { hw_assert(f() == 3, "as the C says"); }
)"},
    {"warn_is_a_violation",
     R"(
USES <linux/bug.h>
HW_THREAD(t) { int n = hw_flip(); if (WARN_ON_ONCE(n)) n = 0; WARN(n, "%d", n); VM_BUG_ON(n); }
)",
     {"assert: WARN_ON(n)"}},
    {"bug_is_a_violation_and_the_end",
     R"(
USES <linux/bug.h>
HW_THREAD(t) { int n = hw_flip(); BUG_ON(n); hw_assert(!n, "nothing comes after it"); }
)",
     {"assert: BUG_ON(n)"},
     true},
    {"lockdep_annotations",
     R"(
USES <linux/lockdep.h>
USES <linux/mutex.h>
static DEFINE_MUTEX(m);
static struct lock_class_key key;
HW_THREAD(t) {
	lockdep_set_class(&m, &key);
	might_lock(&m);
	lockdep_assert_not_held(&m);
	mutex_lock(&m);
	lockdep_assert_held(&m);
	mutex_unlock(&m);
	if (hw_flip()) lockdep_assert_held(&m);
}
)",
     {"locks: this task does not hold &m"}},
    {"atomics_are_one_step", R"(
USES <linux/atomic.h>
static atomic_t a;
static atomic_long_t l = ATOMIC_LONG_INIT(5);
static int plain;
HW_THREADS(t, 2) {
	atomic_inc(&a);
	atomic_long_add_return(2, &l);
	plain++;
	if (atomic_fetch_or(4, &a) & 4) hw_assert(atomic_read(&a) == 6 || atomic_read(&a) == 5, "as the C says");
}
HW_OBSERVE(a, a.counter)
HW_OBSERVE(l, l.counter)
)"},
    {"cmpxchg_and_xchg", R"(
USES <linux/atomic.h>
static int owner;
static int *place = &owner;
HW_THREADS(t, 2) {
	int mine = hw_self() + 1, old = 0;
	if (cmpxchg(place, 0, mine) == 0) {
		hw_assert(READ_ONCE(owner) == mine, "one wins");
		hw_assert(xchg(&owner, 0) == mine, "one wins");
	} else if (try_cmpxchg(&owner, &old, mine)) {
		hw_assert(old == 0, "as the C says");
		smp_store_release(&owner, 0);
	} else {
		hw_assert(old != 0, "as the C says");
	}
}
)"},
    {"bit_operations", R"(
USES <linux/bitops.h>
static DECLARE_BITMAP(map, 70);
static int won;
HW_THREADS(t, 2) {
	if (!test_and_set_bit(65, map)) { hw_atomic { won++; } }
	hw_assert(test_bit(65, map) && !test_bit(1, map) && map[1] == BIT(1), "as the C says");
	hw_assert(won <= 1 && ffs(8) == 4 && fls(9) == 4 && __ffs(4) == 2 && __fls(5) == 2 && hweight32(7) == 3, "as the C says");
}
)"},
    {"barriers_are_no_ops", R"(
USES <asm/barrier.h>
static int x, y;
HW_THREAD(t) { WRITE_ONCE(x, 1); smp_wmb(); smp_store_release(&y, 1); smp_mb(); }
HW_THREAD(u) { if (smp_load_acquire(&y)) { smp_rmb(); hw_assert(READ_ONCE(x) == 1, "in order"); } }
)"},
    {"wait_event_and_wake_up", R"(
USES <linux/atomic.h>
USES <linux/bitops.h>
USES <linux/wait.h>
static DECLARE_WAIT_QUEUE_HEAD(queue);
static atomic_t pending = ATOMIC_INIT(1);
static unsigned long flags = 2;
static inline _Bool quiet(const atomic_t *count) { (void)count; if (test_bit(1, &flags)) return 0; return !atomic_read(count); }
HW_THREAD(t) {
	wait_event(queue, quiet(&pending));
	hw_assert(atomic_read(&pending) == 0 && flags == 0, "the condition holds");
	hw_assert(wait_event_killable(queue, quiet(&pending)) == 0, "it holds already");
}
HW_THREAD(u) { atomic_dec(&pending); clear_bit(1, &flags); wake_up(&queue); }
)"},
    {"completions", R"(
USES <linux/completion.h>
static DECLARE_COMPLETION(done);
static int x;
HW_THREAD(t) { wait_for_completion(&done); hw_assert(x == 1 && !completion_done(&done), "as the C says"); }
HW_THREAD(u) { x = 1; complete(&done); }
)"},
    {"a_loop_in_hw_atomic_that_a_size_bounds", R"(
HW_PARAM(int, size, 3, 3, 9);
static int sum;
HW_THREAD(t) {
	hw_atomic { for (int k = 0; k < size; k++) sum += k; }
	hw_assert(sum == 3, "as the C says");
}
)"},
};

INSTANTIATE_TEST_SUITE_P(Environment, Dialect, testing::ValuesIn(kEnvironment),
                         [](const auto& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace headway::lower
