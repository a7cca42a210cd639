/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An empty segment and three of one byte each, the last of which can't be stored to, to be filled from a file that has
 * no pages: its text is made by the kernel when it is read.
 */
#define HW_PAGES HW_GOOD, HW_READ_ONLY
#define HW_SEGMENTS(SEGMENT) SEGMENT(0, 0) SEGMENT(1, 1) SEGMENT(0, 1) SEGMENT(2, 1)
#define HW_FILE_SIZE 3
#define HW_WRITE_PROTECT 1
#define HW_FILE_TAG(position) hw_tag_of(proc_text[position])

static const char proc_text[] = { 'y', 'e', 's' };

#include <harness/buffered_read.h>

/* seq_read, fs/seq_file.c, as far as a caller of ->read sees it: one buffer, one copy, which may fault as it goes. */
static ssize_t proc_read(struct file *file, char __user *buf, size_t size, loff_t *ppos)
{
	size_t n = sizeof(proc_text) - min((size_t)*ppos, sizeof(proc_text)), copied;

	(void)file;
	n = min(n, size);
	copied = n - copy_to_user(buf, proc_text + *ppos, n);
	*ppos += copied;
	return n && !copied ? -EFAULT : (ssize_t)copied;
}
