/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The word lies in anonymous memory, in shared memory (shmem) for stores or for loads only, in a special mapping (the
 * gate area), in anonymous memory for loads only, or nowhere. What the call learns is the key of the word, and it is
 * for a task that only waits: a word for loads is enough. Linux 3.1.
 *
 * Shared memory is the one kind whose page loses its mapping without becoming illegal: shmem_writepage moves it to the
 * swap cache, and the next fault moves it back. Truncation takes mapping and page for good.
 */
#define HW_PAGES HW_GOOD, HW_GOOD, HW_READ_ONLY, HW_READ_ONLY, HW_READ_ONLY, HW_BAD
#define HW_FOLIOS 6
#define HW_MUNMAP 1
#define HW_WRITE_PROTECT 1

enum hw_kind { ANON, SHMEM, SPECIAL };

static const enum hw_kind hw_kind[] = { ANON, SHMEM, SHMEM, SPECIAL, ANON, ANON };

/* A key for anonymous memory has an address space and an address; for shared memory an inode and an index. */
struct inode;
struct mm_struct;

struct futex_key {
	struct inode *inode;
	struct mm_struct *mm;
	unsigned long word;
	unsigned int offset;
};

static struct futex_key hw_key;

/* A key names what others would find there: private memory that nobody can change is no place for a futex. */
#define HW_WORD_ILLEGAL(page) \
	(hw_user_page[page].good == 0 || hw_kind[page] == SPECIAL || \
	 (hw_kind[page] == ANON && hw_user_page[page].read_only))
#define HW_WORD_DONE \
	(hw_kind[word_page] == ANON ? hw_key.mm == &hw_mm && hw_key.word == hw_word : \
				      hw_key.inode == &hw_shmem_inode && hw_key.word == word_page)

#include <linux/fs.h>

static struct inode hw_shmem_inode;

#include <harness/single_word.h>

HW_CITES("Linux 6.14, and 3.1 for get_user_pages and shmem");

#define VERIFY_READ 0
#define VERIFY_WRITE 1

static struct address_space hw_shmem_mapping = { .host = &hw_shmem_inode };
static struct address_space hw_anonymous;

/* The page is in the swap cache in place of the page cache, or in neither as its file was cut. */
static bool hw_in_swap_cache[HW_USER_PAGES];
static bool hw_truncated[HW_USER_PAGES];

/* The struct page of user page p is that of folio p. */
#define hw_page_number(page) hw_folio_number(page_folio(page))

static struct address_space *page_mapping(struct page *page)
{
	unsigned long p = hw_page_number(page);

	if (hw_kind[p] == SHMEM)
		return hw_in_swap_cache[p] || hw_truncated[p] ? NULL : &hw_shmem_mapping;
	return hw_kind[p] == ANON ? &hw_anonymous : NULL;
}

static bool PageSwapCache(struct page *page)
{
	return hw_in_swap_cache[hw_page_number(page)];
}

static bool PageAnon(struct page *page)
{
	return hw_kind[hw_page_number(page)] == ANON;
}

static unsigned long page_index(struct page *page)
{
	return hw_page_number(page);
}

/* shmem_fault, mm/shmem.c, 3.1: back from the swap cache, under the page lock. Others are just mapped. No choice. */
static unsigned int hw_fault_page(unsigned long p, bool store)
{
	unsigned int fault;

	if (hw_kind[p] != SHMEM)
		return hw_install_page(p, store);
	lock_page(&hw_folio[p].page);
	hw_in_swap_cache[p] = false;
	fault = hw_install_page(p, store);
	unlock_page(&hw_folio[p].page);
	return fault;
}

/*
 * get_user_pages_fast, mm/gup.c, 3.1, of one page: faults it in as often as it takes, and returns with a reference to
 * it. That keeps the page from being freed, and nothing else. No choice.
 */
static int get_user_pages_fast(unsigned long start, int nr_pages, int write, struct page **pages)
{
	unsigned long p = start / PAGE_SIZE;
	unsigned int fault = 0;
	bool found;

	(void)nr_pages;
	for (;;) {
		hw_atomic {
			found = write ? hw_page_storable(p) : hw_page[p] == RES;
			if (found)
				hw_folio[p].references++;
			hw_attempt_range();
		}
		if (found)
			break;
		hw_prepare_attempts(p, 1, write);
		mmap_read_lock(&hw_mm);
		fault = hw_forbidden(start, write) ? VM_FAULT_SIGSEGV : hw_fault_page(p, write);
		mmap_read_unlock(&hw_mm);
		if (fault)
			return -EFAULT;
	}
	pages[0] = &hw_folio[p].page;
	return 1;
}

/* shmem_writepage, mm/shmem.c, 3.1: under the page lock and whatever the references, when memory is short. */
HW_ADVERSARY(shmem_writepage)
{
	hw_assume(hw_kind[word_page] == SHMEM && hw_page[word_page] != BAD && !hw_in_swap_cache[word_page]);
	hw_assume(!folio_test_locked(&hw_folio[word_page]));
	hw_page[word_page] = EVICT;
	hw_in_swap_cache[word_page] = true;
	hw_note("page %lu moves to the swap cache", word_page);
}

/* Another task's fault moves the page back (shmem_fault, mm/shmem.c, 3.1). */
HW_ADVERSARY(shmem_fault)
{
	hw_assume(hw_in_swap_cache[word_page] && !folio_test_locked(&hw_folio[word_page]));
	hw_in_swap_cache[word_page] = false;
	hw_note("page %lu moves back to the page cache", word_page);
}

/* truncate_inode_page, mm/truncate.c, 3.1: under the page lock; what was mapped is beyond the end of the file now. */
HW_ADVERSARY(truncate)
{
	hw_assume(hw_kind[word_page] == SHMEM && !hw_truncated[word_page]);
	hw_assume(!folio_test_locked(&hw_folio[word_page]));
	hw_page[word_page] = BAD;
	hw_truncated[word_page] = true;
	hw_in_swap_cache[word_page] = false;
	hw_page_became_bad(word_page);
	hw_note("page %lu truncated", word_page);
}

/* What a waiter needs of the word: its key. */
static int get_futex_key(u32 __user *uaddr, struct futex_key *key, int rw);

static int key_for_waiting(u32 __user *uaddr)
{
	int ret = get_futex_key(uaddr, &hw_key, VERIFY_READ);

	for (int k = 0; k < HW_FOLIOS; k++)
		hw_require("contract", hw_folio[k].references == 0, "the call returns with a page held");
	return ret;
}
