// Made by npm run generate from docs/api/openapi.json.
export interface paths {
    "/user/captcha": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A picture of letters and digits, and the session to send back with its code.
         * @description A picture of letters and digits, and the session to send back with its code.
         *
         *     Over REST the picture itself, with the session in a cookie; `?format=json` gives both. With the
         *     setting `clients.captcha_json` REST answers JSON, `[{"index", "img"}]`.
         */
        get: operations["user_captcha"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in by user, whose kind is found out, or by one of the others.
         * @description Sign in by `user`, whose kind is found out, or by one of the others.
         */
        post: operations["user_login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * End the session, if there is one.
         * @description End the session, if there is one.
         */
        get: operations["user_logout"];
        put?: never;
        /**
         * End the session, if there is one.
         * @description End the session, if there is one.
         */
        post: operations["user_logout_by_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make an account with a user name and a phone or an e-mail; its number.
         * @description Make an account with a user name and a phone or an e-mail; its number.
         */
        post: operations["user_register"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change the password; every session of the account ends, and this one goes on with another.
         * @description Change the password; every session of the account ends, and this one goes on with another.
         *
         *     A session that came by cookie has its new token in the cookie alone.
         */
        post: operations["user_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user/avatar": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a picture; its middle is shown, 512 pixels wide at most.
         * @description Take a picture; its middle is shown, 512 pixels wide at most.
         */
        post: operations["user_avatar"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user/info": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The caller's account, or what everybody may know of that of uid.
         * @description The caller's account, or what everybody may know of that of `uid`.
         */
        get: operations["user_info"];
        put?: never;
        /**
         * Change what is sent; the account as it is then.
         * @description Change what is sent; the account as it is then.
         */
        post: operations["user_info_update"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a recovery code to email or phone; then set new_password by that code.
         * @description Send a recovery code to `email` or `phone`; then set `new_password` by that `code`.
         *
         *     `reset` is what the first step answered; over REST a cookie carries it.
         */
        post: operations["user_reset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user/email/code": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a code to the account's e-mail, again; one is sent too when the e-mail is new.
         * @description Send a code to the account's e-mail, again; one is sent too when the e-mail is new.
         */
        post: operations["user_email_code"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user/email/prove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Prove the account's e-mail by that code; every other session of the account ends.
         * @description Prove the account's e-mail by that code; every other session of the account ends.
         */
        post: operations["user_email_prove"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user/phone/prove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give the account a phone, proved by an SMS code (command_type 1); other sessions end.
         * @description Give the account a phone, proved by an SMS code (command_type 1); other sessions end.
         */
        post: operations["user_phone_prove"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/forum/comment/{cid}/edit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Write the caller's comment anew; its new version.
         * @description Write the caller's comment anew; its new version.
         */
        post: operations["forum_comment_edit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/forum/comment/{cid}/delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Delete the caller's comment; as an admin, any.
         * @description Delete the caller's comment; as an admin, any.
         */
        get: operations["forum_comment_delete"];
        put?: never;
        /**
         * Delete the caller's comment; as an admin, any.
         * @description Delete the caller's comment; as an admin, any.
         */
        post: operations["forum_comment_delete_by_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/forum/comment/{cid}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Bring back a deleted comment.
         * @description Bring back a deleted comment.
         */
        post: operations["forum_comment_restore"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/forum/comment/{cid}/like": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Like a comment.
         * @description Like a comment.
         */
        get: operations["forum_comment_like"];
        put?: never;
        /**
         * Like a comment.
         * @description Like a comment.
         */
        post: operations["forum_comment_like_by_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/forum/comment/{cid}/unlike": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Take back the like of a comment.
         * @description Take back the like of a comment.
         */
        get: operations["forum_comment_unlike"];
        put?: never;
        /**
         * Take back the like of a comment.
         * @description Take back the like of a comment.
         */
        post: operations["forum_comment_unlike_by_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/forum/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The newest posts, their text cut, and how many posts there are.
         * @description The newest posts, their text cut, and how many posts there are.
         */
        get: operations["forum_index"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/forum/page/{page_num}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A page of posts, their text cut, and how many posts there are.
         * @description A page of posts, their text cut, and how many posts there are.
         */
        get: operations["forum_page"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/forum/post/{pid}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A post and its comments; before, limit and page_num are about the comments.
         * @description A post and its comments; `before`, `limit` and `page_num` are about the comments.
         */
        get: operations["forum_post"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/forum/post/new": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Write a post; its number.
         * @description Write a post; its number.
         */
        post: operations["forum_post_new"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/forum/post/{pid}/edit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Write the caller's post anew, unless it was changed since version; its new version.
         * @description Write the caller's post anew, unless it was changed since `version`; its new version.
         */
        post: operations["forum_post_edit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/forum/post/{pid}/delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Delete the caller's post; as an admin, any.
         * @description Delete the caller's post; as an admin, any.
         */
        get: operations["forum_post_delete"];
        put?: never;
        /**
         * Delete the caller's post; as an admin, any.
         * @description Delete the caller's post; as an admin, any.
         */
        post: operations["forum_post_delete_by_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/forum/post/{pid}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Bring back a deleted post.
         * @description Bring back a deleted post.
         */
        post: operations["forum_post_restore"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/forum/post/{pid}/like": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Like a post.
         * @description Like a post.
         */
        get: operations["forum_post_like"];
        put?: never;
        /**
         * Like a post.
         * @description Like a post.
         */
        post: operations["forum_post_like_by_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/forum/post/{pid}/unlike": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Take back the like of a post.
         * @description Take back the like of a post.
         */
        get: operations["forum_post_unlike"];
        put?: never;
        /**
         * Take back the like of a post.
         * @description Take back the like of a post.
         */
        post: operations["forum_post_unlike_by_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/forum/comment/new": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Comment on a post; the comment's number.
         * @description Comment on a post; the comment's number.
         */
        post: operations["forum_comment_new"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/movie/comment/{cid}/edit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Write the caller's comment anew; its new version.
         * @description Write the caller's comment anew; its new version.
         */
        post: operations["movie_comment_edit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/movie/comment/{cid}/delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Delete the caller's comment; as an admin, any.
         * @description Delete the caller's comment; as an admin, any.
         */
        get: operations["movie_comment_delete"];
        put?: never;
        /**
         * Delete the caller's comment; as an admin, any.
         * @description Delete the caller's comment; as an admin, any.
         */
        post: operations["movie_comment_delete_by_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/movie/comment/{cid}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Bring back a deleted comment.
         * @description Bring back a deleted comment.
         */
        post: operations["movie_comment_restore"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/movie/comment/{cid}/like": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Like a comment.
         * @description Like a comment.
         */
        get: operations["movie_comment_like"];
        put?: never;
        /**
         * Like a comment.
         * @description Like a comment.
         */
        post: operations["movie_comment_like_by_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/movie/comment/{cid}/unlike": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Take back the like of a comment.
         * @description Take back the like of a comment.
         */
        get: operations["movie_comment_unlike"];
        put?: never;
        /**
         * Take back the like of a comment.
         * @description Take back the like of a comment.
         */
        post: operations["movie_comment_unlike_by_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/movie/new": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Make an empty work; its number.
         * @description Make an empty work; its number.
         */
        get: operations["movie_new"];
        put?: never;
        /**
         * Make an empty work; its number.
         * @description Make an empty work; its number.
         */
        post: operations["movie_new_by_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/movie/{work_id}/upload": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add a picture, a short clip or info.json; our name for it and where it lies.
         * @description Add a picture, a short clip or info.json; our name for it and where it lies.
         *
         *     As JSON, `file` is base64 and `filename` what the client calls it.
         */
        post: operations["movie_upload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/movie/{work_id}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Queue the work for rendering.
         * @description Queue the work for rendering.
         */
        get: operations["movie_start"];
        put?: never;
        /**
         * Queue the work for rendering.
         * @description Queue the work for rendering.
         */
        post: operations["movie_start_by_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/movie/{work_id}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where the work is.
         * @description Where the work is.
         *
         *     With the setting `clients.work_numbers` REST says `status` as lists do, 100 to 105 and 200,
         *     and in `result_msg` where a finished work lies.
         */
        get: operations["movie_status"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/movie/{work_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Stop a waiting or running work.
         * @description Stop a waiting or running work.
         */
        get: operations["movie_cancel"];
        put?: never;
        /**
         * Stop a waiting or running work.
         * @description Stop a waiting or running work.
         */
        post: operations["movie_cancel_by_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/movie/{work_id}/delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Remove the work's files; its row says -2 from then on.
         * @description Remove the work's files; its row says -2 from then on.
         */
        get: operations["movie_delete"];
        put?: never;
        /**
         * Remove the work's files; its row says -2 from then on.
         * @description Remove the work's files; its row says -2 from then on.
         */
        post: operations["movie_delete_by_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/movie/list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The caller's works that have not failed, newest first.
         * @description The caller's works that have not failed, newest first.
         */
        get: operations["movie_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/movie/myall": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All works of the caller, newest first.
         * @description All works of the caller, newest first.
         */
        get: operations["movie_myall"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/movie/{work_id}/share": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show the caller's work to everybody once it is finished, or to nobody any more.
         * @description Show the caller's work to everybody once it is finished, or to nobody any more.
         */
        get: operations["movie_share"];
        put?: never;
        /**
         * Show the caller's work to everybody once it is finished, or to nobody any more.
         * @description Show the caller's work to everybody once it is finished, or to nobody any more.
         */
        post: operations["movie_share_by_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/movie/{work_id}/storyboard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The storyboard of a finished film, as JSON that can be edited and rendered again.
         * @description The storyboard of a finished film, as JSON that can be edited and rendered again.
         */
        get: operations["movie_storyboard"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/movie/{work_id}/render": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a finished film again, by an edited storyboard; the old one stays until then.
         * @description Make a finished film again, by an edited storyboard; the old one stays until then.
         */
        post: operations["movie_render"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/movie/{wid}/like": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Like a work.
         * @description Like a work.
         */
        get: operations["movie_like"];
        put?: never;
        /**
         * Like a work.
         * @description Like a work.
         */
        post: operations["movie_like_by_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/movie/{wid}/unlike": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Take back the like of a work.
         * @description Take back the like of a work.
         */
        get: operations["movie_unlike"];
        put?: never;
        /**
         * Take back the like of a work.
         * @description Take back the like of a work.
         */
        post: operations["movie_unlike_by_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/movie/{wid}/comment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The comments on a work, newest first, and how many there are.
         * @description The comments on a work, newest first, and how many there are.
         */
        get: operations["movie_comment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/movie/{wid}/comment/new": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Comment on a work; the comment's number.
         * @description Comment on a work; the comment's number.
         */
        post: operations["movie_comment_new"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/movie/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The finished works that their owners share, newest first, and how many there are.
         * @description The finished works that their owners share, newest first, and how many there are.
         */
        get: operations["movie_all"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/movie/tag/{tag}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Those of one tag.
         * @description Those of one tag.
         */
        get: operations["movie_tag"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/photo/comment/{cid}/edit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Write the caller's comment anew; its new version.
         * @description Write the caller's comment anew; its new version.
         */
        post: operations["photo_comment_edit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/photo/comment/{cid}/delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Delete the caller's comment; as an admin, any.
         * @description Delete the caller's comment; as an admin, any.
         */
        get: operations["photo_comment_delete"];
        put?: never;
        /**
         * Delete the caller's comment; as an admin, any.
         * @description Delete the caller's comment; as an admin, any.
         */
        post: operations["photo_comment_delete_by_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/photo/comment/{cid}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Bring back a deleted comment.
         * @description Bring back a deleted comment.
         */
        post: operations["photo_comment_restore"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/photo/comment/{cid}/like": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Like a comment.
         * @description Like a comment.
         */
        get: operations["photo_comment_like"];
        put?: never;
        /**
         * Like a comment.
         * @description Like a comment.
         */
        post: operations["photo_comment_like_by_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/photo/comment/{cid}/unlike": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Take back the like of a comment.
         * @description Take back the like of a comment.
         */
        get: operations["photo_comment_unlike"];
        put?: never;
        /**
         * Take back the like of a comment.
         * @description Take back the like of a comment.
         */
        post: operations["photo_comment_unlike_by_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/photo/new": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Make an empty work; its number.
         * @description Make an empty work; its number.
         */
        get: operations["photo_new"];
        put?: never;
        /**
         * Make an empty work; its number.
         * @description Make an empty work; its number.
         */
        post: operations["photo_new_by_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/photo/{work_id}/upload": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add a picture, a short clip or info.json; our name for it and where it lies.
         * @description Add a picture, a short clip or info.json; our name for it and where it lies.
         *
         *     As JSON, `file` is base64 and `filename` what the client calls it.
         */
        post: operations["photo_upload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/photo/{work_id}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Queue the work for rendering.
         * @description Queue the work for rendering.
         */
        get: operations["photo_start"];
        put?: never;
        /**
         * Queue the work for rendering.
         * @description Queue the work for rendering.
         */
        post: operations["photo_start_by_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/photo/{work_id}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where the work is.
         * @description Where the work is.
         *
         *     With the setting `clients.work_numbers` REST says `status` as lists do, 100 to 105 and 200,
         *     and in `result_msg` where a finished work lies.
         */
        get: operations["photo_status"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/photo/{work_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Stop a waiting or running work.
         * @description Stop a waiting or running work.
         */
        get: operations["photo_cancel"];
        put?: never;
        /**
         * Stop a waiting or running work.
         * @description Stop a waiting or running work.
         */
        post: operations["photo_cancel_by_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/photo/{work_id}/delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Remove the work's files; its row says -2 from then on.
         * @description Remove the work's files; its row says -2 from then on.
         */
        get: operations["photo_delete"];
        put?: never;
        /**
         * Remove the work's files; its row says -2 from then on.
         * @description Remove the work's files; its row says -2 from then on.
         */
        post: operations["photo_delete_by_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/photo/list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The caller's works that have not failed, newest first.
         * @description The caller's works that have not failed, newest first.
         */
        get: operations["photo_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/photo/myall": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All works of the caller, newest first.
         * @description All works of the caller, newest first.
         */
        get: operations["photo_myall"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/photo/{work_id}/share": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show the caller's work to everybody once it is finished, or to nobody any more.
         * @description Show the caller's work to everybody once it is finished, or to nobody any more.
         */
        get: operations["photo_share"];
        put?: never;
        /**
         * Show the caller's work to everybody once it is finished, or to nobody any more.
         * @description Show the caller's work to everybody once it is finished, or to nobody any more.
         */
        post: operations["photo_share_by_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/photo/{wid}/like": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Like a work.
         * @description Like a work.
         */
        get: operations["photo_like"];
        put?: never;
        /**
         * Like a work.
         * @description Like a work.
         */
        post: operations["photo_like_by_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/photo/{wid}/unlike": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Take back the like of a work.
         * @description Take back the like of a work.
         */
        get: operations["photo_unlike"];
        put?: never;
        /**
         * Take back the like of a work.
         * @description Take back the like of a work.
         */
        post: operations["photo_unlike_by_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/photo/{wid}/comment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The comments on a work, newest first, and how many there are.
         * @description The comments on a work, newest first, and how many there are.
         */
        get: operations["photo_comment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/photo/{wid}/comment/new": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Comment on a work; the comment's number.
         * @description Comment on a work; the comment's number.
         */
        post: operations["photo_comment_new"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/photo/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The finished works that their owners share, newest first, and how many there are.
         * @description The finished works that their owners share, newest first, and how many there are.
         */
        get: operations["photo_all"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/report/new": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report something that the caller sees; the report's number.
         * @description Report something that the caller sees; the report's number.
         */
        post: operations["report_new"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/report/list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reports in one state, newest first, with the words that they are about.
         * @description Reports in one state, newest first, with the words that they are about.
         */
        get: operations["report_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/report/{report_id}/review": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hide what was reported, dismiss the report, or show again what was hidden.
         * @description Hide what was reported, dismiss the report, or show again what was hidden.
         */
        post: operations["report_review"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/block/{uid}/add": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Block a user; doing it again changes nothing.
         * @description Block a user; doing it again changes nothing.
         */
        get: operations["block_add"];
        put?: never;
        /**
         * Block a user; doing it again changes nothing.
         * @description Block a user; doing it again changes nothing.
         */
        post: operations["block_add_by_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/block/{uid}/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Block a user no more.
         * @description Block a user no more.
         */
        get: operations["block_remove"];
        put?: never;
        /**
         * Block a user no more.
         * @description Block a user no more.
         */
        post: operations["block_remove_by_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/block/list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whom the caller has blocked, the last one first.
         * @description Whom the caller has blocked, the last one first.
         */
        get: operations["block_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/color": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The k main colours of a picture as [red, green, blue], those of most pixels first.
         * @description The `k` main colours of a picture as [red, green, blue], those of most pixels first.
         *
         *     With the setting `clients.color_object` REST answers `{"k", "result"}`.
         */
        post: operations["ai_color"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/weather": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The weather in a picture, and what speaks for each kind.
         * @description The weather in a picture, and what speaks for each kind.
         */
        post: operations["ai_weather"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/style": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The picture painted in another style; without style one is chosen.
         * @description The picture painted in another style; without `style` one is chosen.
         */
        post: operations["ai_style"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/fsrcnn": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The picture 2, 3 or 4 times as large in each direction.
         * @description The picture 2, 3 or 4 times as large in each direction.
         */
        post: operations["ai_fsrcnn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/poem": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Poems about a word, in lines of five or seven characters.
         * @description Poems about a word, in lines of five or seven characters.
         *
         *     The same `seed` writes the same poems; `acrostic` gives the first characters of the lines.
         */
        post: operations["ai_poem"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/img2poem": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A poem about a word, about recognised things, or about a picture; one of them is needed.
         * @description A poem about a word, about recognised things, or about a picture; one of them is needed.
         *
         *     `values` tells how sure each of `types` is, in their order; the same `seed` writes the same.
         */
        post: operations["ai_img2poem"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/location": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The place of a point; of a list of points, a list of them in their order.
         * @description The place of a point; of a list of points, a list of them in their order.
         *
         *     Outside China names are empty. `coord` names the system of the numbers.
         */
        get: operations["ai_location"];
        put?: never;
        /**
         * The places of points, also of a single one, as a list in their order.
         * @description The places of points, also of a single one, as a list in their order.
         */
        post: operations["ai_location_list"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/user/portrait": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The picture of a phone's guest, or nobody's.
         * @description Leads to the picture of a phone's guest; until `clients.portraits` is on, to nobody's.
         */
        get: operations["portrait_of"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/pic/get/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The picture of a phone's guest, or nobody's.
         * @description Leads to the picture of a phone's guest; until `clients.portraits` is on, to nobody's.
         */
        get: operations["pic_of"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description A part of those whom the caller has blocked, and how many there are. */
        BlockedUsers: {
            block_num: number;
            users: components["schemas"]["ListedBlock"][];
        };
        /** @description Why a recovery code did not go out; over REST the whole of the data. */
        CodeNotSent: {
            reason: string;
        };
        /** @description A part of the comments on something, and how many there are. */
        CommentPage: {
            comment_num: number;
            comments: components["schemas"]["ListedComment"][];
        };
        /** @description The same as an app wants them: how many were asked for, and the colours. */
        CountedColours: {
            k: number;
            result: number[][];
        };
        /** @description The part of a picture that is seen, as fractions of its width and height. */
        CropDocument: {
            x: number;
            y: number;
            width: number;
            height: number;
        };
        /** @description An account in the hotel API's words; name, e-mail and phone for its owner and admins. */
        GuestInfo: {
            id: number;
            username: string;
            name?: string;
            nickname: string;
            email?: string;
            phone?: string;
            gender: string;
            avatar: string;
            intro: string;
        };
        /** @description An image captcha that is answered by a hash. */
        HashedImage: {
            imgdata: string;
            rand: string;
        };
        /** @description A code that went out by SMS and is answered by a hash. */
        HashedSms: {
            rand: string;
        };
        /** @description A user whom the caller has blocked, and since when. */
        ListedBlock: {
            uid: number;
            uname: string;
            gender: number;
            avatar: string;
            time: string;
        };
        /** @description A comment. */
        ListedComment: {
            uid: number;
            uname: string;
            gender: number;
            avatar: string;
            comment_id: number;
            text: string;
            time: string;
            like_num: number;
            liked: boolean;
            version: number;
        };
        /** @description A post; in a list its text is cut. */
        ListedPost: {
            uid: number;
            uname: string;
            gender: number;
            avatar: string;
            post_id: number;
            title: string;
            type: number;
            text: string;
            time: string;
            like_num: number;
            liked: boolean;
            version: number;
        };
        /** @description A report, who made it, and what it is about as far as that is still there. */
        ListedReport: {
            uid: number;
            uname: string;
            gender: number;
            avatar: string;
            report_id: number;
            target: string;
            target_id: number;
            reason: string;
            state: string;
            time: string;
            update_time: string;
            reviewed_by: number | null;
            target_uid: number | null;
            title: string | null;
            text: string | null;
            hidden: boolean;
        };
        /** @description Chinese names, empty outside China and where there is no such level; a picture's address. */
        LocatedPlace: {
            province: string;
            city: string;
            county: string;
            image: string;
        };
        /** @description The places of several points, in their order. */
        LocatedPlaces: {
            places: components["schemas"]["LocatedPlace"][];
        };
        /** @description A JPEG. */
        MadePicture: {
            image: string;
        };
        /** @description Colours as [red, green, blue], 0 to 255, those of most pixels first. */
        MainColours: {
            colors: number[][];
        };
        /** @description What is seen first and last; left out, the whole. */
        MoveDocument: {
            start?: components["schemas"]["CropDocument"] | null;
            end?: components["schemas"]["CropDocument"] | null;
        };
        /** @description Where a film is. */
        MovieStatus: {
            work_id: number;
            uid: number;
            create_time: string;
            update_time: string;
            /** @description as the setting `clients.work_numbers` decides */
            status: number;
            /** @example 处理完成 */
            status_msg: string;
            info: string | null;
            image_num: number;
            image_urls: string[];
            /** @example 200 */
            stage: number;
            /** @example 100 */
            progress: number;
            queue_position: number;
            /** @description as the setting `clients.work_numbers` decides */
            result_msg: string;
            warnings: string[];
            result_urls: string[];
            movie_title: string;
            movie_description: string;
            /** @description as the setting `clients.signed_addresses` decides */
            movie_cover: string;
            description: string;
        };
        /** @description The mood, semitones up or down, beats a minute, and a seed of its own. */
        MusicDocument: {
            mood: string;
            key: number;
            tempo: number;
            seed: number;
        };
        /** @description Where the new picture lies. */
        NewAvatar: {
            avatar: string;
        };
        /** @description A new comment. */
        NewComment: {
            comment_id: number;
        };
        /** @description The same, under the name that the hotel API has for it. */
        NewPicture: {
            url: string;
        };
        /** @description Poems, their lines with line feeds between them. */
        NewPoems: {
            poems: string[];
        };
        /** @description A new post. */
        NewPost: {
            post_id: number;
        };
        /** @description A new report. */
        NewReport: {
            report_id: number;
        };
        /** @description What a session goes on with: a new one, or one whose password was changed. */
        NewToken: {
            token: string;
        };
        /** @description A new account of the travel API. */
        NewUser: {
            uid: number;
        };
        /** @description A post or a comment that was written anew. */
        NewVersion: {
            version: number;
        };
        /** @description A new, empty work. */
        NewWork: {
            work_id: number;
        };
        /** @description The newest posts, and how many there are. */
        NewestPosts: {
            post_num: number;
            new_posts: components["schemas"]["ListedPost"][];
        };
        /** @description No data: the status says it all. */
        Nothing: Record<string, never>;
        /** @description An image captcha in a list; its session is in the cookie. */
        NumberedImage: {
            index: number;
            img: string;
        };
        /** @description The one image captcha as an app wants it; over REST the list is the whole of the data. */
        NumberedImages: {
            images: components["schemas"]["NumberedImage"][];
        };
        /** @description An account as its owner knows it, with the bytes kept for them; a limit of 0 is none. */
        OwnAccount: {
            uid: number;
            uname: string;
            gender: number;
            intro: string;
            avatar: string;
            phone: string;
            email: string;
            phone_proved: boolean;
            email_proved: boolean;
            bytes_used: number;
            bytes_limit: number;
        };
        /** @description A film in its owner's list. */
        OwnMovie: {
            work_id: number;
            create_time: string;
            update_time: string;
            /** @example 200 */
            status: number;
            /** @example 处理完成 */
            status_msg: string;
            /** @example 100 */
            progress: number;
            share: boolean;
            like_num: number;
            comment_num: number;
            liked: boolean;
            movie_title: string;
            movie_description: string;
            /** @description as the setting `clients.film_tag` decides */
            tag: number;
            /** @description as the setting `clients.signed_addresses` decides */
            result_msg: string;
            /** @description as the setting `clients.signed_addresses` decides */
            movie_cover: string;
            warnings: string[];
        };
        /** @description The caller's films. */
        OwnMovies: {
            uid: number;
            movie_num: number;
            movies: components["schemas"]["OwnMovie"][];
        };
        /** @description A long picture in its owner's list. */
        OwnPhoto: {
            work_id: number;
            create_time: string;
            update_time: string;
            /** @example 200 */
            status: number;
            /** @example 处理完成 */
            status_msg: string;
            /** @example 100 */
            progress: number;
            share: boolean;
            like_num: number;
            comment_num: number;
            liked: boolean;
            photo_title: string;
            photo_description: string;
            cover_width: number;
            cover_height: number;
            photo_width: number;
            photo_height: number;
            tag: number;
            /** @description as the setting `clients.signed_addresses` decides */
            result_msg: string;
            /** @description as the setting `clients.signed_addresses` decides */
            photo_cover: string;
            warnings: string[];
        };
        /** @description The caller's long pictures. */
        OwnPhotos: {
            uid: number;
            photo_num: number;
            photos: components["schemas"]["OwnPhoto"][];
        };
        /** @description Where a long picture is. */
        PhotoStatus: {
            work_id: number;
            uid: number;
            create_time: string;
            update_time: string;
            /** @description as the setting `clients.work_numbers` decides */
            status: number;
            /** @example 处理完成 */
            status_msg: string;
            info: string | null;
            image_num: number;
            image_urls: string[];
            /** @example 200 */
            stage: number;
            /** @example 100 */
            progress: number;
            queue_position: number;
            /** @description as the setting `clients.work_numbers` decides */
            result_msg: string;
            warnings: string[];
            result_urls: string[];
            photo_title: string;
            photo_description: string;
            cover_width: number;
            cover_height: number;
            photo_width: number;
            photo_height: number;
            /** @description as the setting `clients.signed_addresses` decides */
            photo_cover: string;
        };
        /** @description A poem about a picture, a word or things, and the words it went by. */
        PicturePoem: {
            poem: string;
            keywords: string;
        };
        /** @description A stop of the trip on a map page. */
        PlaceDocument: {
            name: string;
            latitude: number;
            longitude: number;
        };
        /** @description A page of posts, and how many there are. */
        PostPage: {
            page_num: number;
            post_num: number;
            posts: components["schemas"]["ListedPost"][];
        };
        /** @description An account as its owner knows it. */
        Profile: {
            uid: number;
            uname: string;
            gender: number;
            intro: string;
            avatar: string;
            phone: string;
            email: string;
            phone_proved: boolean;
            email_proved: boolean;
        };
        /** @description The provider's own code and words, as they came. */
        ProviderRefusal: {
            provider_code: string;
            provider_message: string;
        };
        /** @description An account in the travel API's words, as everybody may know it. */
        PublicProfile: {
            uid: number;
            uname: string;
            gender: number;
            intro: string;
            avatar: string;
        };
        /** @description The task that makes the work. */
        Queued: {
            info: string;
        };
        /** @description A part of the reports in a state, and how many there are. */
        ReportList: {
            report_num: number;
            reports: components["schemas"]["ListedReport"][];
        };
        /** @description The name of a recovery, after its first step alone. */
        ResetBegun: {
            reset?: string;
        };
        /** @description One page of the film. */
        SceneDocument: {
            template: string;
            seconds: number;
            photos?: components["schemas"]["ShownDocument"][] | null;
            texts?: components["schemas"]["TextDocument"][] | null;
            places?: components["schemas"]["PlaceDocument"][] | null;
            camera?: components["schemas"]["MoveDocument"] | null;
            transition?: components["schemas"]["TransitionDocument"] | null;
        };
        /** @description An image captcha that is answered by its letters, with the session. */
        SessionImage: {
            imgdata: string;
            session: string;
        };
        /** @description A film that its owner shares. */
        SharedMovie: {
            work_id: number;
            create_time: string;
            update_time: string;
            /** @example 200 */
            status: number;
            /** @example 处理完成 */
            status_msg: string;
            /** @example 100 */
            progress: number;
            share: boolean;
            like_num: number;
            comment_num: number;
            liked: boolean;
            movie_title: string;
            movie_description: string;
            /** @description as the setting `clients.film_tag` decides */
            tag: number;
            uid: number;
            uname: string;
            gender: number;
            avatar: string;
            result_msg: string;
            movie_cover: string;
        };
        /** @description A part of the shared films, and how many there are. */
        SharedMovies: {
            movie_num: number;
            movies: components["schemas"]["SharedMovie"][];
        };
        /** @description A long picture that its owner shares. */
        SharedPhoto: {
            work_id: number;
            create_time: string;
            update_time: string;
            /** @example 200 */
            status: number;
            /** @example 处理完成 */
            status_msg: string;
            /** @example 100 */
            progress: number;
            share: boolean;
            like_num: number;
            comment_num: number;
            liked: boolean;
            photo_title: string;
            photo_description: string;
            cover_width: number;
            cover_height: number;
            photo_width: number;
            photo_height: number;
            tag: number;
            uid: number;
            uname: string;
            gender: number;
            avatar: string;
            result_msg: string;
            photo_cover: string;
        };
        /** @description A part of the shared long pictures, and how many there are. */
        SharedPhotos: {
            photo_num: number;
            photos: components["schemas"]["SharedPhoto"][];
        };
        /**
         * @description A picture in a scene, by the name of its upload.
         *
         *     motion: of a photo that moves, what is shown of it where it is alone in its scene; left out,
         *     still. clip: the upload that moves, where it is not in the photo's own file.
         */
        ShownDocument: {
            start?: components["schemas"]["CropDocument"] | null;
            end?: components["schemas"]["CropDocument"] | null;
            photo: string;
            motion?: ("still" | "motion" | "both") | null;
            clip?: string | null;
        };
        /** @description Signed in by the travel API; over REST a cookie carries the token, and this is a Profile. */
        SignedIn: {
            uid: number;
            uname: string;
            gender: number;
            intro: string;
            avatar: string;
            phone: string;
            email: string;
            phone_proved: boolean;
            email_proved: boolean;
            token: string;
        };
        /** @description The same by a code: whether an account was there or was made for it. */
        SignedInBySms: {
            token: string;
            /** @enum {string} */
            login_type: "create" | "login";
        };
        /** @description A whole film as data; docs/storyboard.md says what each field means. */
        StoryboardDocument: {
            /** @constant */
            version: 1;
            size: number[];
            fps: number;
            seed: number;
            palette?: number[][] | null;
            music: components["schemas"]["MusicDocument"];
            scenes: components["schemas"]["SceneDocument"][];
            times?: components["schemas"]["TimeDocument"][] | null;
        };
        /** @description The storyboard of a finished film. */
        StoryboardOf: {
            storyboard: components["schemas"]["StoryboardDocument"];
        };
        /** @description The n-th text of a role goes to the n-th place for that role. */
        TextDocument: {
            /** @enum {string} */
            role: "title" | "subtitle" | "detail" | "caption" | "poem" | "place";
            text: string;
        };
        /** @description When a picture was taken, and how this is known. */
        TimeDocument: {
            photo: string;
            time: string;
            source: string;
            zone: string;
            weight: number;
        };
        /** @description How a scene gives way to the next. */
        TransitionDocument: {
            name: string;
            seconds: number;
        };
        /** @description What has been taken in, under the name that we gave it. */
        Uploaded: {
            filename: string;
            /** @description as the setting `clients.signed_addresses` decides */
            url: string;
        };
        /** @description The likeliest tag, what speaks for each, and how probable each is, in one order. */
        WeatherSeen: {
            weather: string;
            weather_id: number;
            tags: string[];
            rate: number[];
            probability: number[];
        };
        /** @description A post with its whole text and a part of its comments. */
        WholePost: {
            uid: number;
            uname: string;
            gender: number;
            avatar: string;
            post_id: number;
            title: string;
            type: number;
            text: string;
            time: string;
            like_num: number;
            liked: boolean;
            version: number;
            comment_num: number;
            comments: components["schemas"]["ListedComment"][];
        };
        /** @description What those who watch a work are told at every change. */
        WorkChange: {
            work_id: number;
            status: number;
            stage: number;
            progress: number;
            queue_position: number;
            info: string | null;
            status_msg: string;
            result_msg: string;
            update_ms: number;
        };
        Refusal: {
            code: number;
            msg: string;
            data?: Record<string, never>;
        };
    };
    responses: {
        /**
         * @description 无效参数
         *     验证码错误
         *     未登录或登录超时
         *     无权操作
         *     设备凭证错误
         */
        403: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Refusal"];
            };
        };
        /**
         * @description 相同的请求正在处理
         *     上次的请求中断，结果未知
         */
        409: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Refusal"];
            };
        };
        /**
         * @description 请求过大
         *     文件过大，上限 {limit}
         *     照片超过 {limit} 万像素
         *     视频画面超过 {limit} 万像素
         *     视频超过 {limit} 秒
         *     文件结构过于复杂，请重新保存后上传
         *     空间已满：{used}/{limit} 字节
         */
        413: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Refusal"];
            };
        };
        /** @description 请求标识已用于其他请求 */
        422: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Refusal"];
            };
        };
        /**
         * @description 引用有误
         *     第 {item} 项未成功
         *     第 {item} 项没有此值
         */
        424: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Refusal"];
            };
        };
        /** @description 操作过于频繁 */
        429: {
            headers: {
                /** @description seconds until it may be tried again */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Refusal"];
            };
        };
        /**
         * @description 服务器错误
         *     模型未安装
         */
        500: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Refusal"];
            };
        };
        /** @description 服务器繁忙 */
        503: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Refusal"];
            };
        };
        /** @description 处理超时 */
        504: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Refusal"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    user_captcha: {
        parameters: {
            query?: {
                /** @description `json`: the whole reply in place of the picture; anything else: the picture */
                format?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["SessionImage"] | components["schemas"]["NumberedImage"][];
                    };
                    "image/png": string;
                };
            };
            403: components["responses"]["403"];
            413: components["responses"]["413"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    user_login: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    /** @description number, name, phone or e-mail */
                    user?: string | number;
                    /** @description number of the account */
                    uid?: string | number;
                    /** @description user name */
                    uname?: string | number;
                    /** @description mobile number of mainland China */
                    phone?: string | number;
                    /** @description e-mail address */
                    email?: string | number;
                    /** @description password */
                    password: string;
                    /** @description the letters and digits of the picture */
                    captcha?: string | number;
                    /** @description goes back with the code of the picture; a cookie over REST */
                    session?: string | number;
                    /** @description no captcha is needed, where the server runs for debugging */
                    no_captcha?: boolean;
                };
                "application/json": {
                    /** @description number, name, phone or e-mail */
                    user?: string | number | null;
                    /** @description number of the account */
                    uid?: string | number | null;
                    /** @description user name */
                    uname?: string | number | null;
                    /** @description mobile number of mainland China */
                    phone?: string | number | null;
                    /** @description e-mail address */
                    email?: string | number | null;
                    /** @description password */
                    password: string;
                    /** @description the letters and digits of the picture */
                    captcha?: string | number | null;
                    /** @description goes back with the code of the picture; a cookie over REST */
                    session?: string | number | null;
                    /** @description no captcha is needed, where the server runs for debugging */
                    no_captcha?: boolean | null;
                };
            };
        };
        responses: {
            /** @description 登录成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Profile"] | components["schemas"]["SignedIn"];
                    };
                };
            };
            /**
             * @description 无此用户
             *     密码错误
             *     请输入验证码
             *     验证码过期
             *     验证码错误
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    user_logout: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 已清除登录信息 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Nothing"];
                    };
                };
            };
            403: components["responses"]["403"];
            413: components["responses"]["413"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    user_logout_by_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 已清除登录信息 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Nothing"];
                    };
                };
            };
            403: components["responses"]["403"];
            413: components["responses"]["413"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    user_register: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/x-www-form-urlencoded": {
                    /** @description user name */
                    uname?: string | number;
                    /** @description mobile number of mainland China */
                    phone?: string | number;
                    /** @description e-mail address */
                    email?: string | number;
                    /** @description password */
                    password?: string | number;
                    /** @description numbers are given by the server: any one sent is refused */
                    uid?: string | number;
                    /** @description the letters and digits of the picture */
                    captcha?: string | number;
                    /** @description goes back with the code of the picture; a cookie over REST */
                    session?: string | number;
                    /** @description no captcha is needed, where the server runs for debugging */
                    no_captcha?: boolean;
                };
                "application/json": {
                    /** @description user name */
                    uname?: string | number | null;
                    /** @description mobile number of mainland China */
                    phone?: string | number | null;
                    /** @description e-mail address */
                    email?: string | number | null;
                    /** @description password */
                    password?: string | number | null;
                    /** @description numbers are given by the server: any one sent is refused */
                    uid?: string | number | null;
                    /** @description the letters and digits of the picture */
                    captcha?: string | number | null;
                    /** @description goes back with the code of the picture; a cookie over REST */
                    session?: string | number | null;
                    /** @description no captcha is needed, where the server runs for debugging */
                    no_captcha?: boolean | null;
                };
            };
        };
        responses: {
            /** @description 注册成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["NewUser"];
                    };
                };
            };
            /**
             * @description 注册错误
             *     无效参数：缺少用户名或密码
             *     无效参数：缺少手机或邮箱
             *     用户ID已存在
             *     用户名已存在
             *     注册错误
             *     请输入验证码
             *     验证码错误
             *     用户名不能全为数字
             *     手机号格式不正确
             *     用户名包含特殊字符
             *     手机号已存在
             *     邮箱已存在
             *     邮箱格式不正确
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    user_password: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    /** @description old password */
                    old_password: string;
                    /** @description new password */
                    new_password: string;
                };
                "application/json": {
                    /** @description old password */
                    old_password: string;
                    /** @description new password */
                    new_password: string;
                };
            };
        };
        responses: {
            /** @description 成功地修改了密码 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Nothing"] | components["schemas"]["NewToken"];
                    };
                };
            };
            /**
             * @description 无此用户
             *     旧密码错误
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    user_avatar: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "multipart/form-data": {
                    /**
                     * Format: binary
                     * @description a picture
                     */
                    avatar?: string;
                };
                "application/json": {
                    /** @description a picture */
                    avatar?: string | null;
                };
            };
        };
        responses: {
            /** @description 成功地修改了头像 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["NewAvatar"];
                    };
                };
            };
            /**
             * @description 未获取到avatar
             *     未获取到avatar
             *     不支持的文件格式，请另存为 JPEG
             *     图片已损坏
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    user_info: {
        parameters: {
            query?: {
                /** @description whose; left out: one's own */
                uid?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["OwnAccount"] | components["schemas"]["PublicProfile"];
                    };
                };
            };
            /** @description 无此用户 */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            413: components["responses"]["413"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    user_info_update: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/x-www-form-urlencoded": {
                    /** @description 0, 1, 2, or male, female, 男, 女, 未设置 */
                    gender?: string | number;
                    /** @description new mobile number */
                    phone?: string | number;
                    /** @description new e-mail address */
                    email?: string | number;
                    /** @description what they say of themselves */
                    intro?: string;
                };
                "application/json": {
                    /** @description 0, 1, 2, or male, female, 男, 女, 未设置 */
                    gender?: string | number | null;
                    /** @description new mobile number */
                    phone?: string | number | null;
                    /** @description new e-mail address */
                    email?: string | number | null;
                    /** @description what they say of themselves */
                    intro?: string | null;
                };
            };
        };
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["OwnAccount"];
                    };
                };
            };
            /**
             * @description 手机号已存在
             *     邮箱已存在
             *     手机号格式不正确
             *     邮箱格式不正确
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    user_reset: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/x-www-form-urlencoded": {
                    /** @description e-mail address of the account */
                    email?: string | number;
                    /** @description mobile number of the account */
                    phone?: string | number;
                    /** @description the recovery code that was sent */
                    code?: string | number;
                    /** @description new password */
                    new_password?: string | number;
                    /** @description the letters and digits of the picture */
                    captcha?: string | number;
                    /** @description goes back with the code of the picture; a cookie over REST */
                    session?: string | number;
                    /** @description name of the recovery, as the first step answered it */
                    reset?: string | number;
                    /** @description no captcha is needed, where the server runs for debugging */
                    no_captcha?: boolean;
                };
                "application/json": {
                    /** @description e-mail address of the account */
                    email?: string | number | null;
                    /** @description mobile number of the account */
                    phone?: string | number | null;
                    /** @description the recovery code that was sent */
                    code?: string | number | null;
                    /** @description new password */
                    new_password?: string | number | null;
                    /** @description the letters and digits of the picture */
                    captcha?: string | number | null;
                    /** @description goes back with the code of the picture; a cookie over REST */
                    session?: string | number | null;
                    /** @description name of the recovery, as the first step answered it */
                    reset?: string | number | null;
                    /** @description no captcha is needed, where the server runs for debugging */
                    no_captcha?: boolean | null;
                };
            };
        };
        responses: {
            /**
             * @description 已发送恢复码至邮箱
             *     已发送恢复码至手机
             *     修改成功
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["ResetBegun"];
                    };
                };
            };
            /**
             * @description 参数错误
             *     验证码错误
             *     找不到用户
             *     发送邮件失败：{reason}
             *     发送短信失败
             *     未获取恢复码或已失效
             *     恢复码错误
             *     参数错误
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        code: number;
                        msg: string;
                        data?: string | Record<string, never>;
                    };
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    user_email_code: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Nothing"];
                    };
                };
            };
            /**
             * @description 账号没有邮箱
             *     邮箱已验证
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    user_email_prove: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    /** @description the code of the mail */
                    code: string | number;
                };
                "application/json": {
                    /** @description the code of the mail */
                    code: string | number;
                };
            };
        };
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Nothing"];
                    };
                };
            };
            /**
             * @description 未获取验证码或已失效
             *     验证码错误
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    user_phone_prove: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    /** @description the mobile number */
                    phone: string | number;
                    /** @description md5(code + rand), lower-case hex */
                    hash: string;
                };
                "application/json": {
                    /** @description the mobile number */
                    phone: string | number;
                    /** @description md5(code + rand), lower-case hex */
                    hash: string;
                };
            };
        };
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Nothing"];
                    };
                };
            };
            /**
             * @description 手机号已存在
             *     手机号格式不正确
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    forum_comment_edit: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description number of the comment */
                cid: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    /** @description text */
                    text: string;
                    /** @description counts the edits; sent with an edit, it is refused when there was another since */
                    version?: number;
                };
                "application/json": {
                    /** @description text */
                    text: string;
                    /** @description counts the edits; sent with an edit, it is refused when there was another since */
                    version?: number | null;
                };
            };
        };
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["NewVersion"];
                    };
                };
            };
            /**
             * @description 找不到评论
             *     评论已被修改，请刷新后重试
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    forum_comment_delete: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description number of the comment */
                cid: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Nothing"];
                    };
                };
            };
            /** @description 找不到评论 */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    forum_comment_delete_by_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description number of the comment */
                cid: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Nothing"];
                    };
                };
            };
            /** @description 找不到评论 */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    forum_comment_restore: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description number of the comment */
                cid: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Nothing"];
                    };
                };
            };
            /** @description 找不到评论 */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    forum_comment_like: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description number of the comment */
                cid: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Nothing"];
                    };
                };
            };
            /**
             * @description 找不到评论
             *     已经点过赞啦~
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    forum_comment_like_by_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description number of the comment */
                cid: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Nothing"];
                    };
                };
            };
            /**
             * @description 找不到评论
             *     已经点过赞啦~
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    forum_comment_unlike: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description number of the comment */
                cid: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Nothing"];
                    };
                };
            };
            /**
             * @description 找不到评论
             *     还没有点过赞
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    forum_comment_unlike_by_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description number of the comment */
                cid: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Nothing"];
                    };
                };
            };
            /**
             * @description 找不到评论
             *     还没有点过赞
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    forum_index: {
        parameters: {
            query?: {
                /** @description only what is older than this number */
                before?: number;
                /** @description at most so many */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["NewestPosts"];
                    };
                };
            };
            403: components["responses"]["403"];
            413: components["responses"]["413"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    forum_page: {
        parameters: {
            query?: {
                /** @description only what is older than this number */
                before?: number;
                /** @description at most so many */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description counted from 1 */
                page_num: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["PostPage"];
                    };
                };
            };
            403: components["responses"]["403"];
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            413: components["responses"]["413"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    forum_post: {
        parameters: {
            query?: {
                /** @description only what is older than this number */
                before?: number;
                /** @description at most so many */
                limit?: number;
                /** @description counted from 1 */
                page_num?: number;
            };
            header?: never;
            path: {
                /** @description number of the post */
                pid: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["WholePost"];
                    };
                };
            };
            /** @description 找不到文章 */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            413: components["responses"]["413"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    forum_post_new: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    /** @description title */
                    title: string;
                    /** @description a number that the apps give meaning to */
                    type: number;
                    /** @description text */
                    text: string;
                };
                "application/json": {
                    /** @description title */
                    title: string;
                    /** @description a number that the apps give meaning to */
                    type: number;
                    /** @description text */
                    text: string;
                };
            };
        };
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["NewPost"];
                    };
                };
            };
            /** @description 参数无效 */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    forum_post_edit: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description number of the post */
                pid: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    /** @description title */
                    title: string;
                    /** @description text */
                    text: string;
                    /** @description counts the edits; sent with an edit, it is refused when there was another since */
                    version?: number;
                };
                "application/json": {
                    /** @description title */
                    title: string;
                    /** @description text */
                    text: string;
                    /** @description counts the edits; sent with an edit, it is refused when there was another since */
                    version?: number | null;
                };
            };
        };
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["NewVersion"];
                    };
                };
            };
            /**
             * @description 参数无效
             *     只有作者可以修改文章
             *     找不到文章
             *     文章已被修改，请刷新后重试
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    forum_post_delete: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description number of the post */
                pid: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Nothing"];
                    };
                };
            };
            /** @description 找不到文章 */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    forum_post_delete_by_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description number of the post */
                pid: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Nothing"];
                    };
                };
            };
            /** @description 找不到文章 */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    forum_post_restore: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description number of the post */
                pid: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Nothing"];
                    };
                };
            };
            /** @description 找不到文章 */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    forum_post_like: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description number of the post */
                pid: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Nothing"];
                    };
                };
            };
            /**
             * @description 找不到文章
             *     已经点过赞啦~
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    forum_post_like_by_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description number of the post */
                pid: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Nothing"];
                    };
                };
            };
            /**
             * @description 找不到文章
             *     已经点过赞啦~
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    forum_post_unlike: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description number of the post */
                pid: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Nothing"];
                    };
                };
            };
            /**
             * @description 找不到文章
             *     还没有点过赞
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    forum_post_unlike_by_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description number of the post */
                pid: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Nothing"];
                    };
                };
            };
            /**
             * @description 找不到文章
             *     还没有点过赞
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    forum_comment_new: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    /** @description number of the post */
                    pid: number;
                    /** @description text */
                    text: string;
                };
                "application/json": {
                    /** @description number of the post */
                    pid: number;
                    /** @description text */
                    text: string;
                };
            };
        };
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["NewComment"];
                    };
                };
            };
            /**
             * @description 参数无效
             *     找不到文章
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    movie_comment_edit: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description number of the comment */
                cid: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    /** @description text */
                    text: string;
                    /** @description counts the edits; sent with an edit, it is refused when there was another since */
                    version?: number;
                };
                "application/json": {
                    /** @description text */
                    text: string;
                    /** @description counts the edits; sent with an edit, it is refused when there was another since */
                    version?: number | null;
                };
            };
        };
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["NewVersion"];
                    };
                };
            };
            /**
             * @description 找不到评论
             *     评论已被修改，请刷新后重试
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    movie_comment_delete: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description number of the comment */
                cid: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Nothing"];
                    };
                };
            };
            /** @description 找不到评论 */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    movie_comment_delete_by_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description number of the comment */
                cid: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Nothing"];
                    };
                };
            };
            /** @description 找不到评论 */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    movie_comment_restore: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description number of the comment */
                cid: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Nothing"];
                    };
                };
            };
            /** @description 找不到评论 */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    movie_comment_like: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description number of the comment */
                cid: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Nothing"];
                    };
                };
            };
            /**
             * @description 找不到评论
             *     已经点过赞啦~
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    movie_comment_like_by_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description number of the comment */
                cid: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Nothing"];
                    };
                };
            };
            /**
             * @description 找不到评论
             *     已经点过赞啦~
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    movie_comment_unlike: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description number of the comment */
                cid: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Nothing"];
                    };
                };
            };
            /**
             * @description 找不到评论
             *     还没有点过赞
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    movie_comment_unlike_by_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description number of the comment */
                cid: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Nothing"];
                    };
                };
            };
            /**
             * @description 找不到评论
             *     还没有点过赞
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    movie_new: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["NewWork"];
                    };
                };
            };
            403: components["responses"]["403"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    movie_new_by_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["NewWork"];
                    };
                };
            };
            403: components["responses"]["403"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    movie_upload: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description number of the work */
                work_id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "multipart/form-data": {
                    /**
                     * Format: binary
                     * @description a picture, a short clip or info.json
                     */
                    file?: string;
                    /** @description name of the file */
                    filename?: string;
                };
                "application/json": {
                    /** @description a picture, a short clip or info.json */
                    file?: string | null;
                    /** @description name of the file */
                    filename?: string | null;
                };
            };
        };
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Uploaded"];
                    };
                };
            };
            /**
             * @description 找不到作业集
             *     未获取到file
             *     不支持的文件格式，请存为 JPEG 或 MP4
             *     图片已损坏
             *     图片过多，上限 {limit} 张
             *     作业已开始，不能再上传
             *     文件名无效
             *     不支持视频编码 {codec}，请存为 H.264
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    movie_start: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description number of the work */
                work_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description 操作成功
             *     已重新加入队列
             *     原执行失败，已重新加入队列
             *     已加入队列
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Queued"];
                    };
                };
            };
            /**
             * @description 找不到作业集
             *     {what}已过期，请重新新建
             *     任务已完成
             *     已在 {state} 队列中
             *     info.json 读取失败
             *     info.json 中无 images
             *     缺少文件：{name}
             *     没有图片
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    movie_start_by_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description number of the work */
                work_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description 操作成功
             *     已重新加入队列
             *     原执行失败，已重新加入队列
             *     已加入队列
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Queued"];
                    };
                };
            };
            /**
             * @description 找不到作业集
             *     {what}已过期，请重新新建
             *     任务已完成
             *     已在 {state} 队列中
             *     info.json 读取失败
             *     info.json 中无 images
             *     缺少文件：{name}
             *     没有图片
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    movie_status: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the work */
                work_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["MovieStatus"];
                    };
                };
            };
            /** @description 找不到作业集 */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            413: components["responses"]["413"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    movie_cancel: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description number of the work */
                work_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Nothing"];
                    };
                };
            };
            /**
             * @description 找不到作业集
             *     没有可取消的任务
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    movie_cancel_by_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description number of the work */
                work_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Nothing"];
                    };
                };
            };
            /**
             * @description 找不到作业集
             *     没有可取消的任务
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    movie_delete: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description number of the work */
                work_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Nothing"];
                    };
                };
            };
            /** @description 找不到作业集 */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    movie_delete_by_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description number of the work */
                work_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Nothing"];
                    };
                };
            };
            /** @description 找不到作业集 */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    movie_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["OwnMovies"];
                    };
                };
            };
            403: components["responses"]["403"];
            413: components["responses"]["413"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    movie_myall: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["OwnMovies"];
                    };
                };
            };
            403: components["responses"]["403"];
            413: components["responses"]["413"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    movie_share: {
        parameters: {
            query: {
                /** @description everybody may see it */
                share: boolean | (0 | 1);
            };
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description number of the work */
                work_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Nothing"];
                    };
                };
            };
            /** @description 找不到作业集 */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    movie_share_by_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description number of the work */
                work_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    /** @description everybody may see it */
                    share: boolean | (0 | 1);
                };
                "application/json": {
                    /** @description everybody may see it */
                    share: boolean | (0 | 1);
                };
            };
        };
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Nothing"];
                    };
                };
            };
            /** @description 找不到作业集 */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    movie_storyboard: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the work */
                work_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["StoryboardOf"];
                    };
                };
            };
            /**
             * @description 找不到作业集
             *     {what}已过期，请重新新建
             *     任务尚未完成
             *     没有分镜
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            413: components["responses"]["413"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    movie_render: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description number of the work */
                work_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description scenes, pictures, crops, texts, transitions and music; docs/storyboard.md describes it */
                    storyboard: {
                        [key: string]: unknown;
                    };
                };
            };
        };
        responses: {
            /** @description 已加入队列 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Queued"];
                    };
                };
            };
            /**
             * @description 找不到作业集
             *     {what}已过期，请重新新建
             *     任务尚未完成
             *     已在 {state} 队列中
             *     分镜有误：{reason}
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    movie_like: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description number of the work */
                wid: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Nothing"];
                    };
                };
            };
            /**
             * @description 找不到影集
             *     已经点过赞啦~
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    movie_like_by_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description number of the work */
                wid: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Nothing"];
                    };
                };
            };
            /**
             * @description 找不到影集
             *     已经点过赞啦~
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    movie_unlike: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description number of the work */
                wid: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Nothing"];
                    };
                };
            };
            /**
             * @description 找不到影集
             *     还没有点过赞
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    movie_unlike_by_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description number of the work */
                wid: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Nothing"];
                    };
                };
            };
            /**
             * @description 找不到影集
             *     还没有点过赞
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    movie_comment: {
        parameters: {
            query?: {
                /** @description only what is older than this number */
                before?: number;
                /** @description at most so many */
                limit?: number;
                /** @description counted from 1 */
                page_num?: number;
            };
            header?: never;
            path: {
                /** @description number of the work */
                wid: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["CommentPage"];
                    };
                };
            };
            /** @description 找不到影集 */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            413: components["responses"]["413"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    movie_comment_new: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description number of the work */
                wid: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    /** @description text */
                    text: string;
                };
                "application/json": {
                    /** @description text */
                    text: string;
                };
            };
        };
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["NewComment"];
                    };
                };
            };
            /**
             * @description 参数无效
             *     找不到影集
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    movie_all: {
        parameters: {
            query?: {
                /** @description only what is older than this number */
                before?: number;
                /** @description at most so many */
                limit?: number;
                /** @description counted from 1 */
                page_num?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 获取成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["SharedMovies"];
                    };
                };
            };
            403: components["responses"]["403"];
            413: components["responses"]["413"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    movie_tag: {
        parameters: {
            query?: {
                /** @description only what is older than this number */
                before?: number;
                /** @description at most so many */
                limit?: number;
                /** @description counted from 1 */
                page_num?: number;
            };
            header?: never;
            path: {
                /** @description number of a group */
                tag: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["SharedMovies"];
                    };
                };
            };
            403: components["responses"]["403"];
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            413: components["responses"]["413"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    photo_comment_edit: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description number of the comment */
                cid: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    /** @description text */
                    text: string;
                    /** @description counts the edits; sent with an edit, it is refused when there was another since */
                    version?: number;
                };
                "application/json": {
                    /** @description text */
                    text: string;
                    /** @description counts the edits; sent with an edit, it is refused when there was another since */
                    version?: number | null;
                };
            };
        };
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["NewVersion"];
                    };
                };
            };
            /**
             * @description 找不到评论
             *     评论已被修改，请刷新后重试
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    photo_comment_delete: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description number of the comment */
                cid: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Nothing"];
                    };
                };
            };
            /** @description 找不到评论 */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    photo_comment_delete_by_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description number of the comment */
                cid: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Nothing"];
                    };
                };
            };
            /** @description 找不到评论 */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    photo_comment_restore: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description number of the comment */
                cid: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Nothing"];
                    };
                };
            };
            /** @description 找不到评论 */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    photo_comment_like: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description number of the comment */
                cid: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Nothing"];
                    };
                };
            };
            /**
             * @description 找不到评论
             *     已经点过赞啦~
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    photo_comment_like_by_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description number of the comment */
                cid: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Nothing"];
                    };
                };
            };
            /**
             * @description 找不到评论
             *     已经点过赞啦~
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    photo_comment_unlike: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description number of the comment */
                cid: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Nothing"];
                    };
                };
            };
            /**
             * @description 找不到评论
             *     还没有点过赞
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    photo_comment_unlike_by_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description number of the comment */
                cid: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Nothing"];
                    };
                };
            };
            /**
             * @description 找不到评论
             *     还没有点过赞
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    photo_new: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["NewWork"];
                    };
                };
            };
            403: components["responses"]["403"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    photo_new_by_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["NewWork"];
                    };
                };
            };
            403: components["responses"]["403"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    photo_upload: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description number of the work */
                work_id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "multipart/form-data": {
                    /**
                     * Format: binary
                     * @description a picture, a short clip or info.json
                     */
                    file?: string;
                    /** @description name of the file */
                    filename?: string;
                };
                "application/json": {
                    /** @description a picture, a short clip or info.json */
                    file?: string | null;
                    /** @description name of the file */
                    filename?: string | null;
                };
            };
        };
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Uploaded"];
                    };
                };
            };
            /**
             * @description 找不到作业集
             *     未获取到file
             *     不支持的文件格式，请存为 JPEG 或 MP4
             *     图片已损坏
             *     图片过多，上限 {limit} 张
             *     作业已开始，不能再上传
             *     文件名无效
             *     不支持视频编码 {codec}，请存为 H.264
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    photo_start: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description number of the work */
                work_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description 操作成功
             *     已重新加入队列
             *     原执行失败，已重新加入队列
             *     已加入队列
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Queued"];
                    };
                };
            };
            /**
             * @description 找不到作业集
             *     {what}已过期，请重新新建
             *     任务已完成
             *     已在 {state} 队列中
             *     info.json 读取失败
             *     info.json 中无 images
             *     缺少文件：{name}
             *     没有图片
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    photo_start_by_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description number of the work */
                work_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description 操作成功
             *     已重新加入队列
             *     原执行失败，已重新加入队列
             *     已加入队列
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Queued"];
                    };
                };
            };
            /**
             * @description 找不到作业集
             *     {what}已过期，请重新新建
             *     任务已完成
             *     已在 {state} 队列中
             *     info.json 读取失败
             *     info.json 中无 images
             *     缺少文件：{name}
             *     没有图片
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    photo_status: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the work */
                work_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["PhotoStatus"];
                    };
                };
            };
            /** @description 找不到作业集 */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            413: components["responses"]["413"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    photo_cancel: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description number of the work */
                work_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Nothing"];
                    };
                };
            };
            /**
             * @description 找不到作业集
             *     没有可取消的任务
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    photo_cancel_by_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description number of the work */
                work_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Nothing"];
                    };
                };
            };
            /**
             * @description 找不到作业集
             *     没有可取消的任务
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    photo_delete: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description number of the work */
                work_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Nothing"];
                    };
                };
            };
            /** @description 找不到作业集 */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    photo_delete_by_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description number of the work */
                work_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Nothing"];
                    };
                };
            };
            /** @description 找不到作业集 */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    photo_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["OwnPhotos"];
                    };
                };
            };
            403: components["responses"]["403"];
            413: components["responses"]["413"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    photo_myall: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["OwnPhotos"];
                    };
                };
            };
            403: components["responses"]["403"];
            413: components["responses"]["413"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    photo_share: {
        parameters: {
            query: {
                /** @description everybody may see it */
                share: boolean | (0 | 1);
            };
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description number of the work */
                work_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Nothing"];
                    };
                };
            };
            /** @description 找不到作业集 */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    photo_share_by_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description number of the work */
                work_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    /** @description everybody may see it */
                    share: boolean | (0 | 1);
                };
                "application/json": {
                    /** @description everybody may see it */
                    share: boolean | (0 | 1);
                };
            };
        };
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Nothing"];
                    };
                };
            };
            /** @description 找不到作业集 */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    photo_like: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description number of the work */
                wid: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Nothing"];
                    };
                };
            };
            /**
             * @description 找不到长图
             *     已经点过赞啦~
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    photo_like_by_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description number of the work */
                wid: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Nothing"];
                    };
                };
            };
            /**
             * @description 找不到长图
             *     已经点过赞啦~
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    photo_unlike: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description number of the work */
                wid: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Nothing"];
                    };
                };
            };
            /**
             * @description 找不到长图
             *     还没有点过赞
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    photo_unlike_by_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description number of the work */
                wid: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Nothing"];
                    };
                };
            };
            /**
             * @description 找不到长图
             *     还没有点过赞
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    photo_comment: {
        parameters: {
            query?: {
                /** @description only what is older than this number */
                before?: number;
                /** @description at most so many */
                limit?: number;
                /** @description counted from 1 */
                page_num?: number;
            };
            header?: never;
            path: {
                /** @description number of the work */
                wid: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["CommentPage"];
                    };
                };
            };
            /** @description 找不到长图 */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            413: components["responses"]["413"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    photo_comment_new: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description number of the work */
                wid: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    /** @description text */
                    text: string;
                };
                "application/json": {
                    /** @description text */
                    text: string;
                };
            };
        };
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["NewComment"];
                    };
                };
            };
            /**
             * @description 参数无效
             *     找不到长图
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    photo_all: {
        parameters: {
            query?: {
                /** @description only what is older than this number */
                before?: number;
                /** @description at most so many */
                limit?: number;
                /** @description counted from 1 */
                page_num?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["SharedPhotos"];
                    };
                };
            };
            403: components["responses"]["403"];
            413: components["responses"]["413"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    report_new: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    /**
                     * @description what it is: post, movie, photo or comment
                     * @enum {string}
                     */
                    target: "post" | "movie" | "photo" | "comment";
                    /** @description its number */
                    target_id: number;
                    /** @description what is wrong */
                    reason: string;
                };
                "application/json": {
                    /**
                     * @description what it is: post, movie, photo or comment
                     * @enum {string}
                     */
                    target: "post" | "movie" | "photo" | "comment";
                    /** @description its number */
                    target_id: number;
                    /** @description what is wrong */
                    reason: string;
                };
            };
        };
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["NewReport"];
                    };
                };
            };
            /**
             * @description 找不到举报的内容
             *     已经举报过了
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    report_list: {
        parameters: {
            query?: {
                /** @description open, hidden, dismissed or restored */
                state?: "open" | "hidden" | "dismissed" | "restored";
                /** @description only what is older than this number */
                before?: number;
                /** @description at most so many */
                limit?: number;
                /** @description counted from 1 */
                page_num?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["ReportList"];
                    };
                };
            };
            403: components["responses"]["403"];
            413: components["responses"]["413"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    report_review: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description number of the report */
                report_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    /**
                     * @description hide, dismiss, or restore
                     * @enum {string}
                     */
                    action: "hide" | "dismiss" | "restore";
                };
                "application/json": {
                    /**
                     * @description hide, dismiss, or restore
                     * @enum {string}
                     */
                    action: "hide" | "dismiss" | "restore";
                };
            };
        };
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Nothing"];
                    };
                };
            };
            /** @description 找不到举报 */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    block_add: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description number of the user */
                uid: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Nothing"];
                    };
                };
            };
            /**
             * @description 无此用户
             *     不能拉黑自己
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    block_add_by_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description number of the user */
                uid: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Nothing"];
                    };
                };
            };
            /**
             * @description 无此用户
             *     不能拉黑自己
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    block_remove: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description number of the user */
                uid: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Nothing"];
                    };
                };
            };
            /** @description 没有拉黑该用户 */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    block_remove_by_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of this request, the same when it is sent again: it is done once, and answered for a day as it was the first time. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description number of the user */
                uid: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["Nothing"];
                    };
                };
            };
            /** @description 没有拉黑该用户 */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description 找不到页面 */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    block_list: {
        parameters: {
            query?: {
                /** @description at most so many */
                limit?: number;
                /** @description counted from 1 */
                page_num?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 操作成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["BlockedUsers"];
                    };
                };
            };
            403: components["responses"]["403"];
            413: components["responses"]["413"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    ai_color: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "multipart/form-data": {
                    /**
                     * Format: binary
                     * @description a picture
                     */
                    image?: string;
                    /** @description how many colours */
                    k?: number;
                };
                "application/json": {
                    /** @description a picture */
                    image?: string | null;
                    /** @description how many colours */
                    k?: number | null;
                };
            };
        };
        responses: {
            /** @description 获取成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: number[][] | components["schemas"]["CountedColours"];
                    };
                };
            };
            /**
             * @description 未获取到image
             *     不支持的文件格式，请另存为 JPEG
             *     图片已损坏
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            413: components["responses"]["413"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    ai_weather: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "multipart/form-data": {
                    /**
                     * Format: binary
                     * @description a picture
                     */
                    image?: string;
                };
                "application/json": {
                    /** @description a picture */
                    image?: string | null;
                };
            };
        };
        responses: {
            /** @description 获取成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["WeatherSeen"];
                    };
                };
            };
            /**
             * @description 未获取到image
             *     不支持的文件格式，请另存为 JPEG
             *     图片已损坏
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            413: components["responses"]["413"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    ai_style: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "multipart/form-data": {
                    /**
                     * Format: binary
                     * @description a picture
                     */
                    image?: string;
                    /** @description name of the style */
                    style?: string;
                };
                "application/json": {
                    /** @description a picture */
                    image?: string | null;
                    /** @description name of the style */
                    style?: string | null;
                };
            };
        };
        responses: {
            /** @description 获取成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: string;
                    };
                };
            };
            /**
             * @description 未获取到image
             *     指定的风格不存在
             *     不支持的文件格式，请另存为 JPEG
             *     图片已损坏
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            413: components["responses"]["413"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    ai_fsrcnn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "multipart/form-data": {
                    /**
                     * Format: binary
                     * @description a picture
                     */
                    image?: string;
                    /** @description how many times as wide and high */
                    scale?: number;
                };
                "application/json": {
                    /** @description a picture */
                    image?: string | null;
                    /** @description how many times as wide and high */
                    scale?: number | null;
                };
            };
        };
        responses: {
            /** @description 获取成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: string;
                    };
                };
            };
            /**
             * @description 未获取到image
             *     缩放倍数错误
             *     不支持的文件格式，请另存为 JPEG
             *     图片已损坏
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            413: components["responses"]["413"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    ai_poem: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    /** @description a word */
                    keyword: string;
                    /**
                     * @description characters a line
                     * @enum {integer}
                     */
                    length?: 5 | 7;
                    /** @description a life: 0 in war, 1 in the country, 2 other, -1 any */
                    experience?: number;
                    /** @description an age: 0 of peace, 1 of turmoil, -1 any */
                    history?: number;
                    /** @description the same one writes the same poems */
                    seed?: number | string;
                    /** @description the lines' first characters, up to four */
                    acrostic?: string;
                    /** @description how many poems */
                    number?: number;
                };
                "application/json": {
                    /** @description a word */
                    keyword: string;
                    /** @description characters a line */
                    length?: (5 | 7) | null;
                    /** @description a life: 0 in war, 1 in the country, 2 other, -1 any */
                    experience?: number | null;
                    /** @description an age: 0 of peace, 1 of turmoil, -1 any */
                    history?: number | null;
                    /** @description the same one writes the same poems */
                    seed?: number | null | string;
                    /** @description the lines' first characters, up to four */
                    acrostic?: string | null;
                    /** @description how many poems */
                    number?: number | null;
                };
            };
        };
        responses: {
            /** @description 获取成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: string[];
                    };
                };
            };
            403: components["responses"]["403"];
            413: components["responses"]["413"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    ai_img2poem: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "multipart/form-data": {
                    /** @description a word */
                    keyword?: string;
                    /** @description what was recognised, with commas between */
                    types?: string;
                    /** @description how sure each is, with commas between */
                    values?: string;
                    /**
                     * Format: binary
                     * @description a picture
                     */
                    image?: string;
                    /**
                     * @description characters a line
                     * @enum {integer}
                     */
                    length?: 5 | 7;
                    /** @description a life: 0 in war, 1 in the country, 2 other, -1 any */
                    experience?: number;
                    /** @description an age: 0 of peace, 1 of turmoil, -1 any */
                    history?: number;
                    /** @description the same one writes the same poem */
                    seed?: number | string;
                };
                "application/json": {
                    /** @description a word */
                    keyword?: string | null;
                    /** @description what was recognised, with commas between */
                    types?: string | null;
                    /** @description how sure each is, with commas between */
                    values?: string | null;
                    /** @description a picture */
                    image?: string | null;
                    /** @description characters a line */
                    length?: (5 | 7) | null;
                    /** @description a life: 0 in war, 1 in the country, 2 other, -1 any */
                    experience?: number | null;
                    /** @description an age: 0 of peace, 1 of turmoil, -1 any */
                    history?: number | null;
                    /** @description the same one writes the same poem */
                    seed?: number | null | string;
                };
            };
        };
        responses: {
            /** @description 获取成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["PicturePoem"];
                    };
                };
            };
            /**
             * @description 不支持的文件格式，请另存为 JPEG
             *     图片已损坏
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            413: components["responses"]["413"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    ai_location: {
        parameters: {
            query: {
                /** @description degrees east; several with commas between, or as a list */
                longitude: number | string;
                /** @description degrees north; several with commas between, or as a list */
                latitude: number | string;
                /** @description system of the numbers: wgs84 (GPS), gcj02, bd09 */
                coord?: "wgs84" | "gcj02" | "bd09";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 获取成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["LocatedPlace"] | components["schemas"]["LocatedPlace"][];
                    };
                };
            };
            403: components["responses"]["403"];
            413: components["responses"]["413"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    ai_location_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    /** @description degrees east; several with commas between, or as a list */
                    longitude: number | string;
                    /** @description degrees north; several with commas between, or as a list */
                    latitude: number | string;
                    /**
                     * @description system of the numbers: wgs84 (GPS), gcj02, bd09
                     * @enum {string}
                     */
                    coord?: "wgs84" | "gcj02" | "bd09";
                };
                "application/json": {
                    /** @description degrees east; several with commas between, or as a list */
                    longitude: number | string | number[];
                    /** @description degrees north; several with commas between, or as a list */
                    latitude: number | string | number[];
                    /** @description system of the numbers: wgs84 (GPS), gcj02, bd09 */
                    coord?: ("wgs84" | "gcj02" | "bd09") | null;
                };
            };
        };
        responses: {
            /** @description 获取成功 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        code: 200;
                        msg: string;
                        data: components["schemas"]["LocatedPlace"][];
                    };
                };
            };
            403: components["responses"]["403"];
            413: components["responses"]["413"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    portrait_of: {
        parameters: {
            query?: {
                /** @description the guest's phone */
                username?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description it lies elsewhere */
            302: {
                headers: {
                    /** @description where it lies */
                    Location?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            403: components["responses"]["403"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    pic_of: {
        parameters: {
            query?: {
                /** @description the guest's phone */
                name?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description it lies elsewhere */
            302: {
                headers: {
                    /** @description where it lies */
                    Location?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            403: components["responses"]["403"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            424: components["responses"]["424"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
}
