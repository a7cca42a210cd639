/* What random programs need of headway.h when they are compiled natively: ordinary functions. */
#ifndef HEADWAY_NATIVE_H
#define HEADWAY_NATIVE_H

#define HW_INIT(name) static void name(void)
#define HW_THREAD(name) static void name(void)
#define HW_OBSERVE(name, ...)
#define hw_atomic for (int hw_once = 1; hw_once; hw_once = 0)

extern long hw_choice;
static inline long hw_choose(long low, long high)
{
	return low + hw_choice % (high - low + 1);
}

struct hw_program {
	void (*begin)(void);
	void (*thread)(void);
	void (*show)(long *values);
	int count;
};

#endif
