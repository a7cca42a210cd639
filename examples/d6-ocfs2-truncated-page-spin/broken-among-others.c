/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Here everybody gets to run, and the other node stops after a while: the reader comes to its end. Until then it
 * burns a processor where it should sleep.
 */
#define OTHER_ROUNDS 2
#include "trylock.h"
