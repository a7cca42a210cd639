// C that is the same in every export. SPIN takes the text between the braces of c_code as it is,
// but counts braces in it, and takes no block beyond 64 KiB.
//
// SPIN undoes what c_code does to `now`; `hw_scratch` and the other statics are only good within
// one transition.
#include "model/promela/prelude.h"

#include "model/promela/promela.h"

namespace headway::promela {

std::string arithmetic() {
  return R"(typedef long long hw;
typedef unsigned long long uhw;
static int hw_fault; /* an evaluation did what C leaves undefined */


static hw hw_bad(void) { hw_fault = 1; return 0; }
static hw hw_at(hw index, uhw extent) { return (uhw)index < extent ? index : hw_bad(); }
static hw hw_amount(hw amount, uhw bits) { return (uhw)amount < bits ? amount : hw_bad(); }
static int hw_divides(hw a, hw b, int bits, int is_signed)
{
	return b != 0 && !(is_signed && b == -1 && (uhw)a << (64 - bits) == 1ULL << 63);
}
static hw hw_divide(hw a, hw b, int bits, int is_signed)
{
	if (!hw_divides(a, b, bits, is_signed)) return hw_bad();
	return is_signed ? a / b : (hw)((uhw)a / (uhw)b);
}
static hw hw_remainder(hw a, hw b, int bits, int is_signed)
{
	if (!hw_divides(a, b, bits, is_signed)) return hw_bad();
	return is_signed ? a % b : (hw)((uhw)a % (uhw)b);
}
)";
}

std::string modes() {
  return R"(enum hw_fired { HW_OFF, HW_ON, HW_CUT };
struct hw_transition {
	int (*fire)(State *, hw);
	int (*bounds)(State *, hw *, hw *); /* of the choice; 0 where they fault */
	int to, committed, adversary, progress;
};
struct hw_agent {
	const struct hw_transition *transitions;
	const int *first;  /* transition of a location; the next one's is behind the last */
	const char *waits; /* by location: 0 no, 1 yes, 2 idle or the end */
	int (*at)(const State *);
	int end, adversary, owed, ends;
};
/* Of an agent that shares its processor: which (-1: none), how much it matters, where it is not yet
   ready, and by location: does it sleep there? */
struct hw_place { int cpu, priority, initial; const char *asleep; };
/* What the environment asks of this run. HEADWAY_MODE: start (only choose the initial state), finite
   (adversaries may stop for ever at any time), none (they never act); else all of it.
   HEADWAY_WATCH: an agent's number, after "ends" or "blocked". */
static const char *hw_mode, *hw_watch_word;
static int hw_watch;
static int hw_mode_is(const char *mode)
{
	if (!hw_mode) {
		const char *watch = getenv("HEADWAY_WATCH");
		hw_mode = getenv("HEADWAY_MODE") ? getenv("HEADWAY_MODE") : "";
		hw_watch_word = watch ? watch : "";
		hw_watch = watch ? atoi(watch + strcspn(watch, "0123456789")) : -1;
	}
	return strcmp(hw_mode, mode) == 0;
}
static int hw_judges_liveness(void) { return hw_mode_is("finite") || hw_mode_is("none"); }

static void hw_refuse(const char *what)
{
	printf("headway: refused: %s\n", what);
	exit(1);
}
/* A value that a cell of 32 bits can't hold. */
static hw hw_fit(hw value, const char *name)
{
	if (value != (hw)(int)value) hw_refuse(name);
	return value;
}
static uhw hw_failed; /* what the current step fails, a bit for each property */
static void hw_publish(uhw failed)
{
	static uhw said;
	int n;
	ok = failed == 0;
	for (n = 0; failed >> n; n++)
		if ((failed & ~said) >> n & 1) printf("headway: fails property %d\n", n);
	said |= failed;
}
)";
}

std::string stepping() {
  return R"(static State hw_scratch[HW_DEEPEST];
static size_t hw_size(void) { return (size_t)(now.sv - (uchar *)&now); }
static void hw_copy(State *to, const State *from) { memcpy(to, from, hw_size()); }
static int hw_kept(int adversary) { return !(now.frozen && adversary); }

/* All ways of one agent on from a state, through committed locations: some arrive, some are cut by
   a fatal failure, some get stuck. */
enum { HW_MOST = 512 };
static struct hw_arrival { State state; int to, progress; uhw failed; } hw_arrivals[HW_MOST];
struct hw_ways { int enters, arrived, cut; uhw failed; };

static void hw_arrive(const State *s, int to, int progress, struct hw_ways *ways)
{
	struct hw_arrival *arrival = &hw_arrivals[ways->arrived++];
	if (ways->arrived == HW_MOST) hw_refuse("too many steps from one state");
	hw_copy(&arrival->state, s);
	arrival->to = to;
	arrival->progress = progress;
	arrival->failed = hw_failed;
}
static int hw_choices(const struct hw_transition *t, State *s, hw *low, hw *high)
{
	*low = *high = 0;
	return !t->bounds || t->bounds(s, low, high);
}
static void hw_walk(const struct hw_agent *, const State *, int, int, int, int, struct hw_ways *);
static void hw_try(const struct hw_agent *agent, const struct hw_transition *t, const State *from,
	hw c, int depth, int all, int progress, struct hw_ways *ways)
{
	const uhw before = hw_failed;
	State *s = &hw_scratch[depth];
	int fired;
	hw_copy(s, from);
	fired = t->fire(s, c);
	progress = progress || t->progress;
	ways->enters |= fired != HW_OFF;
	if (fired == HW_CUT) { ways->cut = 1; ways->failed |= hw_failed; }
	if (fired == HW_ON && !t->committed) hw_arrive(s, t->to, progress, ways);
	if (fired == HW_ON && t->committed) hw_walk(agent, s, t->to, depth + 1, all, progress, ways);
	hw_failed = before;
}
static void hw_walk(const struct hw_agent *agent, const State *from, int at, int depth, int all,
	int progress, struct hw_ways *ways)
{
	int n;
	hw c, low, high;
	for (n = agent->first[at]; n < agent->first[at + 1]; n++) {
		const struct hw_transition *t = &agent->transitions[n];
		if (!all && !hw_kept(t->adversary)) continue;
		if (!hw_choices(t, (State *)from, &low, &high)) {
			ways->enters = ways->cut = 1;
			ways->failed |= hw_failed | HW_UB;
			continue;
		}
		for (c = low; c <= high; c++) {
			hw_try(agent, t, from, c, depth, all, progress, ways);
			if (c == high) break;
		}
	}
}
/* The last answer is kept: every option of a location asks the same. */
static struct hw_ways *hw_ways_of(int number, int all)
{
	static State of;
	static int of_number = -1, of_all;
	static struct hw_ways ways;
	const struct hw_ways none = { 0, 0, 0, 0 };
	if (of_number == number && of_all == all && memcmp(&of, &now, hw_size()) == 0) return &ways;
	of_number = number;
	of_all = all;
	hw_copy(&of, &now);
	ways = none;
	hw_failed = 0;
	hw_walk(&hw_agents[number], &now, hw_agents[number].at(&now), 0, all, 0, &ways);
	return &ways;
}
/* Is what this agent does here a matter of the scheduler's, and has it a step, if only one that no
   run takes? */
static int hw_is_ready(int number)
{
	const struct hw_agent *agent = &hw_agents[number];
	const int at = agent->at(&now);
	const struct hw_ways *ways;
	if (hw_places[number].cpu < 0 || at == hw_places[number].initial) return 0;
	ways = hw_ways_of(number, 1);
	return ways->arrived || ways->cut ||
		(agent->owed && at != agent->end && (ways->enters || agent->waits[at] == 0));
}
/* Does the scheduler keep the processor from this agent here? */
static int hw_held(int number)
{
	const struct hw_place *mine = &hw_places[number];
	int other;
	if (mine->cpu < 0 || hw_agents[number].at(&now) == mine->initial) return 0;
	for (other = 0; other < HW_AGENTS; other++) {
		const struct hw_place *its = &hw_places[other];
		if (other == number || its->cpu != mine->cpu) continue;
		if (its->asleep[hw_agents[other].at(&now)] == '1') continue;
		if (its->priority <= mine->priority && hw_runner(mine->cpu) != other + 1) continue;
		if (hw_is_ready(other)) return 1;
	}
	return 0;
}
/* The step of this rank among those of the agent that lead to one location. */
static const struct hw_arrival *hw_step(int number, int to, int rank)
{
	int n, arrived;
	if (!now.ready || now.trapped || !hw_kept(hw_agents[number].adversary) || hw_held(number)) return 0;
	arrived = hw_ways_of(number, 0)->arrived;
	for (n = 0; n < arrived; n++)
		if (hw_arrivals[n].to == to && rank-- == 0) return &hw_arrivals[n];
	return 0;
}
static int hw_can(int number, int to, int rank) { return hw_step(number, to, rank) != 0; }
static void hw_go(int number, int to, int rank)
{
	const struct hw_arrival *step = hw_step(number, to, rank);
	hw_copy(&now, &step->state);
	hw_failed = step->failed;
	hw_judge(&now);
	hw_publish(hw_failed);
	now.passed = hw_judges_liveness() && number == hw_watch && step->progress && !hw_agents[number].ends;
}
/* There are no options for steps of this rank and beyond. */
static int hw_beyond(int number, int to, int rank)
{
	if (hw_can(number, to, rank)) hw_refuse("too many steps from one location to another");
	return 0;
}
/* A step that a fatal failure cuts leads nowhere; nor does one of an agent whose every way on
   contradicts an assumption. Both are enabled for fairness. */
static int hw_leads_nowhere(int number)
{
	const struct hw_agent *agent = &hw_agents[number];
	const struct hw_ways *ways;
	if (!now.ready || now.trapped || !hw_kept(agent->adversary) || hw_held(number)) return 0;
	if (hw_ways_of(number, 0)->cut) return 1;
	if (!hw_judges_liveness() || !agent->owed) return 0;
	ways = hw_ways_of(number, 1);
	if (ways->arrived || ways->cut) return 0;
	return ways->enters || !agent->waits[agent->at(&now)];
}
static void hw_go_nowhere(int number)
{
	hw_publish(hw_ways_of(number, 0)->failed);
	now.trapped = hw_judges_liveness();
}

/* Setup: one transition at a time; what fails counts once the initial state is reached. Leaves the
   state after the transition of this rank in hw_scratch, and what it fails in hw_failed. */
static int hw_set_up_step(int number, int to, int rank, int wanted)
{
	const struct hw_agent *agent = &hw_agents[number];
	const int at = agent->at(&now);
	int n;
	hw c, low, high;
	if (now.ready) return 0;
	for (n = agent->first[at]; n < agent->first[at + 1]; n++) {
		const struct hw_transition *t = &agent->transitions[n];
		if ((to >= 0 && t->to != to) || (t->adversary && hw_mode_is("none"))) continue;
		if (to >= 0 && !t->committed && hw_mode_is("start")) continue;
		hw_failed = (unsigned)now.pending;
		if (!hw_choices(t, &now, &low, &high)) {
			hw_failed |= HW_UB;
			if (wanted == HW_CUT && rank-- == 0) return 1;
			continue;
		}
		for (c = low; c <= high; c++) {
			hw_failed = (unsigned)now.pending;
			hw_copy(hw_scratch, &now);
			if (t->fire(hw_scratch, c) == wanted && rank-- == 0) return 1;
			if (c == high) break;
		}
	}
	return 0;
}
static void hw_set_up(int number, int to, int rank, int committed)
{
	hw_set_up_step(number, to, rank, HW_ON);
	hw_copy(&now, hw_scratch);
	now.pending = committed ? (int)hw_failed : 0;
	if (committed) { hw_failed = 0; hw_publish(0); return; }
	hw_judge(&now);
	hw_publish(hw_failed);
	now.frozen = hw_mode_is("none");
	now.ready = 1;
}
static int hw_set_up_beyond(int number, int to, int rank)
{
	if (hw_set_up_step(number, to, rank, HW_ON)) hw_refuse("too many choices of the setup");
	return 0;
}
static int hw_set_up_cut(int number) { return hw_set_up_step(number, -1, 0, HW_CUT); }
static void hw_fail_set_up(int number)
{
	uhw all = 0;
	int rank;
	for (rank = 0; hw_set_up_step(number, -1, rank, HW_CUT); rank++) all |= hw_failed;
	hw_publish(all);
}
static void hw_start(void)
{
	hw_failed = 0;
	hw_judge(&now);
	hw_publish(hw_failed);
	now.frozen = hw_mode_is("none");
	now.ready = 1;
}
static int hw_may_start(void) { return !hw_mode_is("start"); }
static int hw_may_freeze(void) { return hw_mode_is("finite") && now.ready && !now.frozen && !now.trapped; }

/* Progress was made a while ago; where nobody moves any more, nobody else would say so. */
static int hw_may_forget(void) { return now.passed; }

/* For the claim: the watched agent is as asked, and nobody disturbs. */
static int hw_watched(void)
{
	const struct hw_agent *agent;
	if (!hw_judges_liveness() || hw_watch < 0 || !now.frozen || now.trapped) return 0;
	agent = &hw_agents[hw_watch];
	if (*hw_watch_word == 'e') return agent->at(&now) != agent->end && !now.passed;
	return agent->waits[agent->at(&now)] == 1 && !hw_ways_of(hw_watch, 1)->enters;
}
)";
}

}  // namespace headway::promela
