/* SPDX-License-Identifier: Apache-2.0 */
/* Read in, a folio shows what is in the file where nothing was written; marked up to date, it shows rubbish there. */
#define HW_PAGES HW_GOOD
#define HW_FOLIOS 2
#include "small_world.h"

HW_THREAD(test)
{
	hw_uptodate[0] = hw_uptodate[1] = false;
	hw_content[0] = hw_content[2] = hw_from_user(1);
	IS(hw_folio_tag(&hw_folio[0], 1), HW_RUBBISH);
	hw_read_in(&hw_folio[0]);
	folio_mark_uptodate(&hw_folio[0]);
	SetPageUptodate(&hw_folio[1].page);
	IS(hw_folio_tag(&hw_folio[0], 0), hw_from_user(1));
	IS(hw_folio_tag(&hw_folio[0], 1), hw_from_file(1));
	IS(hw_folio_tag(&hw_folio[1], 0), hw_from_user(1));
	IS(hw_folio_tag(&hw_folio[1], 1), HW_RUBBISH);
	IS(PageUptodate(&hw_folio[1].page), true);
}
