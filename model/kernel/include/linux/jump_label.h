/* SPDX-License-Identifier: Apache-2.0 */
/* Static keys (include/linux/jump_label.h, 6.14): branches that are patched in the kernel, and variables here. */
#ifndef _LINUX_JUMP_LABEL_H
#define _LINUX_JUMP_LABEL_H

#include <linux/types.h>

struct static_key {
	bool enabled;
};
struct static_key_true {
	struct static_key key;
};
struct static_key_false {
	struct static_key key;
};

#define STATIC_KEY_TRUE_INIT { { true } }
#define STATIC_KEY_FALSE_INIT { { false } }
#define DEFINE_STATIC_KEY_TRUE(name) struct static_key_true name = STATIC_KEY_TRUE_INIT
#define DEFINE_STATIC_KEY_FALSE(name) struct static_key_false name = STATIC_KEY_FALSE_INIT
#define DECLARE_STATIC_KEY_TRUE(name) extern struct static_key_true name
#define DECLARE_STATIC_KEY_FALSE(name) extern struct static_key_false name

#define static_key_enabled(k) ((k)->key.enabled)
#define static_branch_likely(k) ((k)->key.enabled)
#define static_branch_unlikely(k) ((k)->key.enabled)
#define static_branch_enable(k) ((void)((k)->key.enabled = true))
#define static_branch_disable(k) ((void)((k)->key.enabled = false))

#endif
