/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Those that wait for the migration are what it fails on: each has a reference, and sleeps with it until the folio is
 * unlocked, which is after the move.
 */
#include "asleep_with_reference.h"
#include "unbounded.h"
