/* SPDX-License-Identifier: Apache-2.0 */
/* Options of the configuration: on where a model defines CONFIG_… as 1 before its first #include. */
#ifndef _LINUX_KCONFIG_H
#define _LINUX_KCONFIG_H

/* An option that is 1 makes one argument more; what then stands second is the answer. */
#define HW_COMMA_IF_1 ,
#define HW_SECOND(first, second, ...) second
#define HW_IS_1(value) HW_IS_1_(value)
#define HW_IS_1_(value) HW_IS_1__(HW_COMMA_IF_##value)
#define HW_IS_1__(comma) HW_SECOND(comma 1, 0, 0)

#define IS_BUILTIN(option) HW_IS_1(option)
#define IS_MODULE(option) 0
#define IS_ENABLED(option) HW_IS_1(option)
#define IS_REACHABLE(option) HW_IS_1(option)

#endif
