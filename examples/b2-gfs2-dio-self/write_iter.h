/* SPDX-License-Identifier: Apache-2.0 */
/* What direct I/O leaves is written through the page cache; an error there counts only where nothing was written. */
static ssize_t gfs2_style_write_iter(struct kiocb *iocb, struct iov_iter *from)
{
	ssize_t ret = gfs2_style_direct_write(iocb, from), buffered;

	if (ret < 0 || !iov_iter_count(from))
		return ret;
	buffered = gfs2_file_buffered_write(iocb, from);
	if (buffered <= 0)
		return ret ? ret : buffered;
	return ret + buffered;
}
