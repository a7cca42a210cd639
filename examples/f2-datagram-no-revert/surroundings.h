/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two datagrams of two bytes each in the queue of a socket. The first arrives whole or spoilt, as chosen; so does the
 * second. The reader's buffer is two pages, the second of them perhaps bad.
 */
#define HW_PAGES HW_GOOD, HW_GOOD, HW_BAD
#define HW_OUTPUT 21, 22
#define HW_UNIT 2
#define HW_BUFFER_FIRST 0
#define HW_BUFFER_LAST 3
#define HW_DUE(good, left) datagram_due(good)

#include <linux/types.h>

static inline size_t datagram_due(size_t good);

#include <harness/copy_out.h>

#define DATAGRAM_BYTES 2
#define DATAGRAMS 2

/* A datagram, in two fragments of a byte each as they lie in memory. Spoilt, its bytes are not what was sent. */
struct sk_buff {
	unsigned char data[DATAGRAM_BYTES];
	bool spoilt;
};

static const unsigned char spoilt_bytes[DATAGRAM_BYTES] = { 71, 72 };
static bool spoilt[DATAGRAMS] hw_lazy(0, 1);
static unsigned int next_datagram;

struct msghdr {
	struct iov_iter *msg_iter;
};

/*
 * __skb_recv_datagram, net/core/datagram.c, 4.10, for a socket that does not wait: false where the queue is empty. The
 * datagram is taken off the queue. Its checksum is known only when all of it has been looked at. No choice.
 */
static inline bool receive_datagram(struct sk_buff *skb)
{
	if (next_datagram == DATAGRAMS)
		return false;
	skb->spoilt = spoilt[next_datagram];
	for (unsigned int k = 0; k < DATAGRAM_BYTES; k++)
		skb->data[k] = skb->spoilt ? spoilt_bytes[k] : hw_output[k];
	next_datagram++;
	return true;
}

/* The checksum of what was copied, and the one that the header names, differ. */
static inline bool checksum_is_wrong(const struct sk_buff *skb)
{
	return skb->spoilt;
}

/* A datagram is due if one is whole, and its room is good. */
static inline size_t datagram_due(size_t good)
{
	return good >= DATAGRAM_BYTES && (!spoilt[0] || !spoilt[1]) ? DATAGRAM_BYTES : 0;
}
