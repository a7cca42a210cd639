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
struct hw_transition { int (*fire)(State *, hw); int to, committed, adversary; hw low, high; };
struct hw_agent {
	const struct hw_transition *transitions;
	const int *first;  /* transition of a location; the next one's is behind the last */
	const char *waits; /* by location: 0 no, 1 yes, 2 idle or the end */
	int (*at)(const State *);
	int end, adversary, owed;
};
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
static void hw_bounds(hw low, hw high, hw least, hw most, const char *where)
{
	if (low <= high && (low < least || high > most)) hw_refuse(where);
}
)";
}

std::string stepping() {
  return R"(static State hw_scratch[HW_DEEPEST];
static void hw_copy(State *to, const State *from) { memcpy(to, from, (size_t)(now.sv - (uchar *)&now)); }
static int hw_kept(int adversary) { return !(now.frozen && adversary); }

/* Is this way through committed locations a step? Tried on a copy. */
static int hw_can(int agent, int (*way)(State *), int adversary)
{
	if (!now.ready || now.trapped || !hw_kept(adversary)) return 0;
	hw_failed = 0;
	hw_copy(hw_scratch, &now);
	return way(hw_scratch);
}
static void hw_go(int agent, int (*way)(State *), int progress)
{
	hw_failed = 0;
	way(&now);
	hw_judge(&now);
	hw_publish(hw_failed);
	now.passed = hw_judges_liveness() && agent == hw_watch && progress;
}

/* All ways on from a state: some arrive, some are cut by a fatal failure, some get stuck. */
struct hw_ways { int enters, arrives, cut; uhw failed; };
static void hw_walk(const struct hw_agent *agent, const State *from, int at, int depth, int all,
	struct hw_ways *ways)
{
	int n;
	hw c;
	for (n = agent->first[at]; n < agent->first[at + 1]; n++) {
		const struct hw_transition *t = &agent->transitions[n];
		if (!all && !hw_kept(t->adversary)) continue;
		for (c = t->low; c <= t->high; c++) {
			const uhw before = hw_failed;
			State *s = &hw_scratch[depth];
			int fired;
			hw_copy(s, from);
			fired = t->fire(s, c);
			ways->enters |= fired != HW_OFF;
			if (fired == HW_CUT) { ways->cut = 1; ways->failed |= hw_failed; }
			if (fired == HW_ON && !t->committed) ways->arrives = 1;
			if (fired == HW_ON && t->committed) hw_walk(agent, s, t->to, depth + 1, all, ways);
			hw_failed = before;
		}
	}
}
static struct hw_ways hw_ways_of(int number, int all)
{
	struct hw_ways ways = { 0, 0, 0, 0 };
	hw_failed = 0;
	hw_walk(&hw_agents[number], &now, hw_agents[number].at(&now), 0, all, &ways);
	return ways;
}
/* A step that a fatal failure cuts leads nowhere; nor does one of an agent whose every way on
   contradicts an assumption. Both are enabled for fairness. */
static int hw_leads_nowhere(int number)
{
	const struct hw_agent *agent = &hw_agents[number];
	struct hw_ways ways;
	if (!now.ready || now.trapped || !hw_kept(agent->adversary)) return 0;
	if (hw_ways_of(number, 0).cut) return 1;
	if (!hw_judges_liveness() || !agent->owed) return 0;
	ways = hw_ways_of(number, 1);
	if (ways.arrives || ways.cut) return 0;
	return ways.enters || !agent->waits[agent->at(&now)];
}
static void hw_go_nowhere(int number)
{
	hw_publish(hw_ways_of(number, 0).failed);
	now.trapped = hw_judges_liveness();
}

/* Setup: one transition at a time; what fails counts once the initial state is reached. */
static int hw_can_set_up(const struct hw_transition *t, hw c, int wanted)
{
	if (now.ready || (t->adversary && hw_mode_is("none"))) return 0;
	if (!t->committed && hw_mode_is("start")) return 0;
	hw_copy(hw_scratch, &now);
	return t->fire(hw_scratch, c) == wanted;
}
static void hw_set_up(const struct hw_transition *t, hw c)
{
	int fired;
	hw_failed = (unsigned)now.pending;
	fired = t->fire(&now, c);
	now.pending = fired == HW_ON && t->committed ? (int)hw_failed : 0;
	if (fired == HW_ON && t->committed) hw_failed = 0;
	if (fired == HW_ON && !t->committed) { hw_judge(&now); now.frozen = hw_mode_is("none"); now.ready = 1; }
	hw_publish(hw_failed);
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

/* For the claim: the watched agent is as asked, and nobody disturbs. */
static int hw_watched(void)
{
	const struct hw_agent *agent;
	if (!hw_judges_liveness() || hw_watch < 0 || !now.frozen || now.trapped) return 0;
	agent = &hw_agents[hw_watch];
	if (*hw_watch_word == 'e') return agent->at(&now) != agent->end && !now.passed;
	return agent->waits[agent->at(&now)] == 1 && !hw_ways_of(hw_watch, 1).enters;
}
)";
}

}  // namespace headway::promela
