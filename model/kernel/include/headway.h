/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The modelling primitives. Everything else in model/kernel is ordinary C written with them, and so is a model.
 * Functions ending in an underscore are what the macros expand to; lowering knows them by name, and a model never
 * calls them itself.
 */
#ifndef HEADWAY_H
#define HEADWAY_H

#define HW_ANNOTATE_(...) __attribute__((annotate(__VA_ARGS__)))

/* ---- Agents ---------------------------------------------------------------------------------------------- */

/* A kernel thread: scheduled weakly fairly, and it must end. */
#define HW_THREAD(name) HW_ANNOTATE_("hw_thread") __attribute__((used)) static void name(void)
/* n equal threads; hw_index() is 0 … n-1 inside. */
#define HW_THREADS(name, n) HW_ANNOTATE_("hw_thread", (n)) __attribute__((used)) static void name(void)
/* I/O completion, a pager, a lock manager: weakly fair, need not end. When its body returns it begins again. */
#define HW_DAEMON(name) HW_ANNOTATE_("hw_daemon") __attribute__((used)) static void name(void)
/*
 * Reclaim, the effect of munmap, migration: owes nobody anything. The body is one atomic action, taken any number of
 * times; it may choose and assume, but neither waits nor loops, and it leaves locks as they were.
 */
#define HW_ADVERSARY(name) HW_ANNOTATE_("hw_adversary") __attribute__((used)) static void name(void)
/* As an adversary, but taken at most once: a signal arrives. */
#define HW_SIGNAL(name) HW_ANNOTATE_("hw_signal") __attribute__((used)) static void name(void)
/* Runs alone before everything else; its choices make the initial states. */
#define HW_INIT(name) HW_ANNOTATE_("hw_init") __attribute__((used)) static void name(void)

/*
 * Before HW_THREAD, HW_THREADS or HW_DAEMON: which processor it shares with others, and its priority there (a greater
 * one first; without it 0). They matter under another scheduler than the fair one: --sched, or HW_SCHEDULER at file
 * scope. Each then becomes ready at some moment, weakly fairly. Who has no processor runs on one of its own.
 *
 *	nonpreempt	who runs goes on until it waits, ends or yields; none that stays ready waits for ever while
 *			the processor is given up again and again
 *	priority	the ready one with the greatest priority
 */
#define HW_CPU(number) HW_ANNOTATE_("hw_cpu", (number))
#define HW_PRIO(level) HW_ANNOTATE_("hw_prio", (level))
#define HW_SCHEDULER(which) \
	HW_ANNOTATE_("hw_scheduler", #which) __attribute__((used)) static const char HW_CONCAT(hw_scheduler_, __COUNTER__) = 0
/* Others of this processor may go first: where a task calls the scheduler of its own accord. */
void hw_yield(void);

/* Number of the agent that runs, unique among all agents, from 0; a constant. A lock held by it stores hw_self() + 1. */
int hw_self(void);
/* 0 … n-1 among the threads of one HW_THREADS. */
int hw_index(void);
/* How many agents the model has. */
int hw_agents(void);

/* ---- Sizes and constants ------------------------------------------------------------------------------------ */

/* A size: any value of lo..hi when exploring (--set name=…), of lo..max in a proof, where max is the kernel's bound. */
#define HW_PARAM(type, name, lo, hi, max) static const type name HW_ANNOTATE_("hw_param", (lo), (hi), (max))
/* A constant scaled for exploration, with its real value. One table holds them all: hw/constants.h. */
#define HW_CONST(type, name, small, real) static const type name HW_ANNOTATE_("hw_const", (small), (real)) = (small)

/* ---- Choice ---------------------------------------------------------------------------------------------------- */

/* Any value of lo..hi; the step does not exist when lo > hi. Never fair. */
long hw_choose(long lo, long hi);
#define hw_flip() ((_Bool)hw_choose(0, 1))
/* On a variable or array: every cell begins with any value of lo..hi, chosen when it is first looked at. */
#define hw_lazy(lo, hi) HW_ANNOTATE_("hw_lazy", (lo), (hi))
/*
 * A choice that may withhold progress though no state explains it (an allocation that fails, VM_FAULT_RETRY that
 * installs nothing). True is the unfavourable branch, an adversary edge: it does not exist at level `none` and is
 * taken finitely often at `finite`.
 */
_Bool hw_whim(const char *text);
/* A filter on the choice just made, or on the initial state. */
void hw_assume(_Bool condition);

/* ---- Requirements -------------------------------------------------------------------------------------------- */

void hw_check_(const char *property, _Bool condition, const char *text);
#define hw_assert(condition, text) hw_check_("assert", (condition), (text))
/* A requirement of the built-in property `property`: "locks", "contract", "ub". */
#define hw_require(property, condition, text) hw_check_(property, (condition), (text))

/*
 * Does the running agent hold the lock: an object with one field marked HW_HOLDER or HW_HOLDERS, or that field? A call,
 * so not for the condition of a wait.
 */
_Bool hw_holds_(const volatile void *lock, int how);
#define hw_holds(lock) hw_holds_((lock), 0)
#define hw_holds_exclusively(lock) hw_holds_((lock), 1)
#define hw_holds_shared(lock) hw_holds_((lock), 2)

/*
 * Objects that come to an end while the model runs. HW_LIFETIME; is a field of their type. After hw_gone(object)
 * whoever loads from or stores to the object, through whatever pointer, violates `locks`; hw_born(object) begins it
 * anew, as a pool does.
 */
#define HW_LIFETIME _Bool hw_gone_ HW_ANNOTATE_("hw_lifetime")
#define hw_gone(object) ({ \
	hw_atomic { \
		hw_require("locks", !(object)->hw_gone_, "the last reference to " #object " is dropped twice"); \
		(object)->hw_gone_ = 1; \
		hw_note("the last reference is dropped: " #object " is gone"); \
	} \
	(void)0; \
})
#define hw_born(object) ((void)((object)->hw_gone_ = 0))

/* ---- Waiting ---------------------------------------------------------------------------------------------------- */

/*
 * Block until the condition holds; it is a pure expression, judged atomically with the step that leaves the wait.
 * hw_wait_for names the resource that is waited for: a field marked HW_HOLDER. hw_acquire is a blocking acquire
 * (strongly fair); write it as the first thing in hw_atomic, together with the store that takes the lock:
 *
 *	hw_atomic {
 *		hw_acquire(lock->owner, lock->owner == 0);
 *		lock->owner = hw_self() + 1;
 *	}
 */
#define HW_UNINTERRUPTIBLE 0
#define HW_KILLABLE 1
#define HW_INTERRUPTIBLE 2
#define HW_PURE_ HW_ANNOTATE_("hw_pure")
HW_PURE_ void hw_wait_(int kind, _Bool idle, int acquire, const volatile void *resource, _Bool condition);
#define hw_wait(condition) hw_wait_(HW_UNINTERRUPTIBLE, 0, 0, (const void *)0, (condition))
#define hw_wait_killable(condition) hw_wait_(HW_KILLABLE, 0, 0, (const void *)0, (condition))
#define hw_wait_interruptible(condition) hw_wait_(HW_INTERRUPTIBLE, 0, 0, (const void *)0, (condition))
#define hw_wait_for(resource, condition) hw_wait_(HW_UNINTERRUPTIBLE, 0, 0, &(resource), (condition))
#define hw_acquire(resource, condition) hw_wait_(HW_UNINTERRUPTIBLE, 0, 1, &(resource), (condition))
/* As hw_acquire, beside others that hold it the same way: readers. Matters to the order of locks alone. */
#define hw_acquire_shared(resource, condition) hw_wait_(HW_UNINTERRUPTIBLE, 0, 2, &(resource), (condition))
/* For daemons: standing here is being idle, never a deadlock. */
#define hw_wait_idle(condition) hw_wait_(HW_UNINTERRUPTIBLE, 1, 0, (const void *)0, (condition))

/* Sleeps until a time has passed, however long that is: nothing holds the sleeper, and it does not spin. */
void hw_sleep_(int kind);
#define hw_wait_timed() hw_sleep_(HW_UNINTERRUPTIBLE)
#define hw_wait_timed_interruptible() hw_sleep_(HW_INTERRUPTIBLE)

/*
 * No interleaving inside. The body must not loop; it may wait only as its very first action, and leaves only at its
 * end.
 */
_Bool hw_atomic_begin_(void);
_Bool hw_atomic_end_(void);
#define hw_atomic for (_Bool hw_once_ = hw_atomic_begin_(); hw_once_; hw_once_ = hw_atomic_end_())

/* ---- What properties and people look at ------------------------------------------------------------------- */

/* On an int field or variable: 0 is free, else the number of the holding agent plus one. The label is for people. */
#define HW_HOLDER(label) HW_ANNOTATE_("hw_holder", label)
/* On an unsigned long: bit n set means that agent n holds it (readers), HW_EXCLUSIVE beside it that it does so alone. */
#define HW_HOLDERS(label) HW_ANNOTATE_("hw_holders", label)
#define HW_EXCLUSIVE (1UL << hw_agents())
/*
 * On either kind of field, where it stands for something that is no lock (an ordered extent, a transaction): a later
 * action of this agent is what releases the resource, until hw_settled says that it was. A wait for the resource,
 * hw_wait_for(resource, …), is then a wait for this agent, and wait cycles through it get words.
 */
#define hw_owes(resource) \
	((resource) = _Generic((resource), int: hw_self() + 1, unsigned long: (resource) | 1UL << hw_self()))
#define hw_settled(resource) \
	((resource) = _Generic((resource), int: 0, unsigned long: (resource) & ~(1UL << hw_self())))
/* On a variable, array or field: drawn in the strip `label` beside a run. */
#define HW_STRIP(label) HW_ANNOTATE_("hw_strip", label)
/* Book-keeping of the model that the kernel does not have. */
#define HW_GHOST HW_ANNOTATE_("hw_ghost")
/* What specs may speak of: a pure expression over globals, at file scope. */
#define HW_OBSERVE(name, ...) \
	HW_ANNOTATE_("hw_observe", #name) __attribute__((used)) static long hw_observe_##name(void) { return (long)(__VA_ARGS__); }
/*
/*
 * The same for each of `count` elements, a constant: `index` stands for 0 … count-1 in the expression. Specs observe
 * it as a list.
 */
#define HW_OBSERVE_EACH(name, count, index, ...) \
	HW_ANNOTATE_("hw_observe", #name, (count)) __attribute__((used)) static long hw_observe_##name(long index) \
	{ return (long)(__VA_ARGS__); }
/*
 * A condition like those of HW_OBSERVE, under which a fatal signal of the thread is pending; hw_self() in it is that
 * thread. Once true it stays so. Of several any may be.
 */
#define HW_FATAL_SIGNAL(...) \
	HW_ANNOTATE_("hw_fatal_signal") __attribute__((used)) static _Bool HW_CONCAT(hw_fatal_signal_, __COUNTER__)(void) { return (__VA_ARGS__); }
/* A line in the trace: a format of plain %d, %u, %ld, %lu, %zu, %llu … conversions; enums print by name. */
void hw_note(const char *format, ...);
/*
 * What the ghosts of specs and `count` are told of: a step of its own, or in hw_atomic one with what stands beside it.
 * `name` is an identifier. Where no spec asks about it, it costs no state.
 */
void hw_event_(const char *name);
#define hw_event(name) hw_event_(#name)
/* Headway was made. */
void hw_progress(const char *text);

void hw_prepare_(const char *kind, const volatile void *first, long count);
void hw_prepare_also_(const char *kind, const volatile void *first, long count);
void hw_attempt_(const char *kind);
/*
 * Level `fair`: `first` is the first of `count` cells of an array that must stay valid (value 1) for the next attempt
 * of this kind to be undisturbed. It stands before the first probe, and the set stays until the next prepare of its
 * kind; hw_prepare_also adds to it. Only in model/kernel.
 */
#define hw_prepare(kind, first, count) hw_prepare_(#kind, (first), (count))
#define hw_prepare_also(kind, first, count) hw_prepare_also_(#kind, (first), (count))
/* The deciding access: atomic with it, one per operation, at its end. */
#define hw_attempt(kind) hw_attempt_(#kind)

/* Marks entry into and return from f(…), and gives the role by which specs speak of it. */
void hw_call_begin_(const char *role);
void hw_call_end_(const char *role, long result);
#define HW_CALL(role, ...) ({                          \
	hw_call_begin_(#role);                         \
	__typeof__(__VA_ARGS__) hw_result_ = __VA_ARGS__; \
	hw_call_end_(#role, (long)hw_result_);         \
	hw_result_;                                    \
})

/* ---- Models --------------------------------------------------------------------------------------------------- */

#define HW_CONCAT_(a, b) a##b
#define HW_CONCAT(a, b) HW_CONCAT_(a, b)
/* Puts a pasted function into a ready harness. */
#define HW_HARNESS(harness, function) HW_HARNESS_##harness(function)
/* The spec (specs/NAME.spec) that this model must meet. */
#define HW_SPEC(name) HW_ANNOTATE_("hw_spec", name) __attribute__((used)) static const char HW_CONCAT(hw_spec_, __COUNTER__) = 0
/* An approximation that the scope of every answer must name. */
#define HW_APPROXIMATES(text) \
	HW_ANNOTATE_("hw_approximates", text) __attribute__((used)) static const char HW_CONCAT(hw_approximates_, __COUNTER__) = 0
/* The kernel version that the environment cites. */
#define HW_CITES(text) HW_ANNOTATE_("hw_cites", text) __attribute__((used)) static const char HW_CONCAT(hw_cites_, __COUNTER__) = 0

#endif /* HEADWAY_H */
