/* SPDX-License-Identifier: Apache-2.0 */
/* Memory is sequentially consistent here: barriers order nothing that is not ordered already. */
#ifndef _ASM_BARRIER_H
#define _ASM_BARRIER_H

#include <linux/compiler.h>

#define mb() barrier()
#define rmb() barrier()
#define wmb() barrier()
#define smp_mb() barrier()
#define smp_rmb() barrier()
#define smp_wmb() barrier()
#define smp_mb__before_atomic() barrier()
#define smp_mb__after_atomic() barrier()
#define smp_mb__after_spinlock() barrier()
#define smp_acquire__after_ctrl_dep() barrier()
#define smp_load_acquire(pointer) (*(pointer))
#define smp_store_release(pointer, value) ((void)(*(pointer) = (value)))
#define smp_store_mb(variable, value) ((void)((variable) = (value)))

#endif
