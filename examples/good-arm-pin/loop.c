/* SPDX-License-Identifier: Apache-2.0 */
/* The copy that pins each page before it stores to it, as it pins huge pages too. */
#include "../g5-arm-memcpy-huge/fixed.c"
