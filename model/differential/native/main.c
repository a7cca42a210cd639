/*
 * Runs each program of a batch in each of its initial states, in a child of its own: one begins with the globals as
 * they are compiled, and may crash. Prints "program state exit-status value …", a line for each.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "headway.h"

extern const struct hw_program hw_programs[];
extern const int hw_program_count;
long hw_choice;

static void run(const struct hw_program *program, int number)
{
	char line[65536];
	long values[4096];
	int length = 0, k;

	alarm(10);
	program->begin();
	program->thread();
	program->show(values);
	length += snprintf(line + length, sizeof(line) - length, "%d %ld 0", number, hw_choice);
	for (k = 0; k < program->count; k++)
		length += snprintf(line + length, sizeof(line) - length, " %ld", values[k]);
	line[length++] = '\n';
	if (write(1, line, length) != length)
		_exit(3);
	_exit(0);
}

int main(void)
{
	for (int number = 0; number < hw_program_count; number++) {
		for (hw_choice = 0; hw_choice < 3; hw_choice++) {
			int status = 0;
			const pid_t child = fork();

			if (child == 0)
				run(&hw_programs[number], number);
			if (child < 0 || waitpid(child, &status, 0) != child)
				return 2;
			if (status != 0) {
				printf("%d %ld %d\n", number, hw_choice, status);
				fflush(stdout);
			}
		}
	}
	return 0;
}
