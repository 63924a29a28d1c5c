// Made by npm run generate from transport/schema/envelopes.json.
export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Request: components["schemas"]["ping.ping.request"] | components["schemas"]["register.phone.request"] | components["schemas"]["login.pass.request"] | components["schemas"]["login.sms.request"] | components["schemas"]["logout.token.request"] | components["schemas"]["info.get.request"] | components["schemas"]["info.update.request"] | components["schemas"]["password.update.request"] | components["schemas"]["password.reset.request"] | components["schemas"]["password.forget.request"] | components["schemas"]["portrait.upload.request"] | components["schemas"]["pic.upload.request"] | components["schemas"]["img.generate.request"] | components["schemas"]["img.validate.request"] | components["schemas"]["sms.generate.request"] | components["schemas"]["sms.validate.request"] | components["schemas"]["token.doki.request"] | components["schemas"]["user.captcha.request"] | components["schemas"]["user.login.request"] | components["schemas"]["user.logout.request"] | components["schemas"]["user.register.request"] | components["schemas"]["user.password.request"] | components["schemas"]["user.avatar.request"] | components["schemas"]["user.info.request"] | components["schemas"]["user.info_update.request"] | components["schemas"]["user.reset.request"] | components["schemas"]["user.email_code.request"] | components["schemas"]["user.email_prove.request"] | components["schemas"]["user.phone_prove.request"] | components["schemas"]["forum.comment_edit.request"] | components["schemas"]["forum.comment_delete.request"] | components["schemas"]["forum.comment_restore.request"] | components["schemas"]["forum.comment_like.request"] | components["schemas"]["forum.comment_unlike.request"] | components["schemas"]["forum.index.request"] | components["schemas"]["forum.page.request"] | components["schemas"]["forum.post.request"] | components["schemas"]["forum.post_new.request"] | components["schemas"]["forum.post_edit.request"] | components["schemas"]["forum.post_delete.request"] | components["schemas"]["forum.post_restore.request"] | components["schemas"]["forum.post_like.request"] | components["schemas"]["forum.post_unlike.request"] | components["schemas"]["forum.comment_new.request"] | components["schemas"]["movie.comment_edit.request"] | components["schemas"]["movie.comment_delete.request"] | components["schemas"]["movie.comment_restore.request"] | components["schemas"]["movie.comment_like.request"] | components["schemas"]["movie.comment_unlike.request"] | components["schemas"]["movie.new.request"] | components["schemas"]["movie.upload.request"] | components["schemas"]["movie.start.request"] | components["schemas"]["movie.status.request"] | components["schemas"]["movie.cancel.request"] | components["schemas"]["movie.delete.request"] | components["schemas"]["movie.list.request"] | components["schemas"]["movie.myall.request"] | components["schemas"]["movie.watch.request"] | components["schemas"]["movie.share.request"] | components["schemas"]["movie.storyboard.request"] | components["schemas"]["movie.render.request"] | components["schemas"]["movie.like.request"] | components["schemas"]["movie.unlike.request"] | components["schemas"]["movie.comment.request"] | components["schemas"]["movie.comment_new.request"] | components["schemas"]["movie.all.request"] | components["schemas"]["movie.tag.request"] | components["schemas"]["photo.comment_edit.request"] | components["schemas"]["photo.comment_delete.request"] | components["schemas"]["photo.comment_restore.request"] | components["schemas"]["photo.comment_like.request"] | components["schemas"]["photo.comment_unlike.request"] | components["schemas"]["photo.new.request"] | components["schemas"]["photo.upload.request"] | components["schemas"]["photo.start.request"] | components["schemas"]["photo.status.request"] | components["schemas"]["photo.cancel.request"] | components["schemas"]["photo.delete.request"] | components["schemas"]["photo.list.request"] | components["schemas"]["photo.myall.request"] | components["schemas"]["photo.watch.request"] | components["schemas"]["photo.share.request"] | components["schemas"]["photo.like.request"] | components["schemas"]["photo.unlike.request"] | components["schemas"]["photo.comment.request"] | components["schemas"]["photo.comment_new.request"] | components["schemas"]["photo.all.request"] | components["schemas"]["report.new.request"] | components["schemas"]["report.list.request"] | components["schemas"]["report.review.request"] | components["schemas"]["block.add.request"] | components["schemas"]["block.remove.request"] | components["schemas"]["block.list.request"] | components["schemas"]["ai.color.request"] | components["schemas"]["ai.weather.request"] | components["schemas"]["ai.style.request"] | components["schemas"]["ai.fsrcnn.request"] | components["schemas"]["ai.poem.request"] | components["schemas"]["ai.img2poem.request"] | components["schemas"]["ai.location.request"] | components["schemas"]["ai.location_list.request"];
        Reply: components["schemas"]["ping.ping.reply"] | components["schemas"]["register.phone.reply"] | components["schemas"]["login.pass.reply"] | components["schemas"]["login.sms.reply"] | components["schemas"]["logout.token.reply"] | components["schemas"]["info.get.reply"] | components["schemas"]["info.update.reply"] | components["schemas"]["password.update.reply"] | components["schemas"]["password.reset.reply"] | components["schemas"]["password.forget.reply"] | components["schemas"]["portrait.upload.reply"] | components["schemas"]["pic.upload.reply"] | components["schemas"]["img.generate.reply"] | components["schemas"]["img.validate.reply"] | components["schemas"]["sms.generate.reply"] | components["schemas"]["sms.validate.reply"] | components["schemas"]["token.doki.reply"] | components["schemas"]["user.captcha.reply"] | components["schemas"]["user.login.reply"] | components["schemas"]["user.logout.reply"] | components["schemas"]["user.register.reply"] | components["schemas"]["user.password.reply"] | components["schemas"]["user.avatar.reply"] | components["schemas"]["user.info.reply"] | components["schemas"]["user.info_update.reply"] | components["schemas"]["user.reset.reply"] | components["schemas"]["user.email_code.reply"] | components["schemas"]["user.email_prove.reply"] | components["schemas"]["user.phone_prove.reply"] | components["schemas"]["forum.comment_edit.reply"] | components["schemas"]["forum.comment_delete.reply"] | components["schemas"]["forum.comment_restore.reply"] | components["schemas"]["forum.comment_like.reply"] | components["schemas"]["forum.comment_unlike.reply"] | components["schemas"]["forum.index.reply"] | components["schemas"]["forum.page.reply"] | components["schemas"]["forum.post.reply"] | components["schemas"]["forum.post_new.reply"] | components["schemas"]["forum.post_edit.reply"] | components["schemas"]["forum.post_delete.reply"] | components["schemas"]["forum.post_restore.reply"] | components["schemas"]["forum.post_like.reply"] | components["schemas"]["forum.post_unlike.reply"] | components["schemas"]["forum.comment_new.reply"] | components["schemas"]["movie.comment_edit.reply"] | components["schemas"]["movie.comment_delete.reply"] | components["schemas"]["movie.comment_restore.reply"] | components["schemas"]["movie.comment_like.reply"] | components["schemas"]["movie.comment_unlike.reply"] | components["schemas"]["movie.new.reply"] | components["schemas"]["movie.upload.reply"] | components["schemas"]["movie.start.reply"] | components["schemas"]["movie.status.reply"] | components["schemas"]["movie.cancel.reply"] | components["schemas"]["movie.delete.reply"] | components["schemas"]["movie.list.reply"] | components["schemas"]["movie.myall.reply"] | components["schemas"]["movie.watch.reply"] | components["schemas"]["movie.share.reply"] | components["schemas"]["movie.storyboard.reply"] | components["schemas"]["movie.render.reply"] | components["schemas"]["movie.like.reply"] | components["schemas"]["movie.unlike.reply"] | components["schemas"]["movie.comment.reply"] | components["schemas"]["movie.comment_new.reply"] | components["schemas"]["movie.all.reply"] | components["schemas"]["movie.tag.reply"] | components["schemas"]["photo.comment_edit.reply"] | components["schemas"]["photo.comment_delete.reply"] | components["schemas"]["photo.comment_restore.reply"] | components["schemas"]["photo.comment_like.reply"] | components["schemas"]["photo.comment_unlike.reply"] | components["schemas"]["photo.new.reply"] | components["schemas"]["photo.upload.reply"] | components["schemas"]["photo.start.reply"] | components["schemas"]["photo.status.reply"] | components["schemas"]["photo.cancel.reply"] | components["schemas"]["photo.delete.reply"] | components["schemas"]["photo.list.reply"] | components["schemas"]["photo.myall.reply"] | components["schemas"]["photo.watch.reply"] | components["schemas"]["photo.share.reply"] | components["schemas"]["photo.like.reply"] | components["schemas"]["photo.unlike.reply"] | components["schemas"]["photo.comment.reply"] | components["schemas"]["photo.comment_new.reply"] | components["schemas"]["photo.all.reply"] | components["schemas"]["report.new.reply"] | components["schemas"]["report.list.reply"] | components["schemas"]["report.review.reply"] | components["schemas"]["block.add.reply"] | components["schemas"]["block.remove.reply"] | components["schemas"]["block.list.reply"] | components["schemas"]["ai.color.reply"] | components["schemas"]["ai.weather.reply"] | components["schemas"]["ai.style.reply"] | components["schemas"]["ai.fsrcnn.reply"] | components["schemas"]["ai.poem.reply"] | components["schemas"]["ai.img2poem.reply"] | components["schemas"]["ai.location.reply"] | components["schemas"]["ai.location_list.reply"];
        /**
         * @description What any endpoint may answer.
         *     -1: Error JSON key
         *     -2: Error JSON value
         *     -3: Error data key
         *     -4: Error Hash
         *     -100: Missing necessary args
         *     -101: Error token
         *     -102: Get userid failed for the token
         *     -103: No permission to operate
         *     -104: Error device_id token
         *     -200: Failure to operate database
         *     -201: Necessary key-value can't be empty
         *     -202: Missing necessary data key-value
         *     -203: Arg's value type error
         *     -204: Arg's value error
         *     -404: Unknown Error
         *     -500: COS upload Error
         *     -413: Request too large
         *     -413: File too large: at most {limit}
         *     -413: Photo of more than {limit}0000 pixels
         *     -413: Clip of more than {limit}0000 pixels
         *     -413: Clip of more than {limit} seconds
         *     -413: File too complex: save it anew
         *     -413: Storage full: {used}/{limit} bytes
         *     -424: Error reference
         *     -424: Item {item} did not succeed
         *     -424: Item {item} answered no such value
         *     -429: Too many requests
         *     -409: The request of this key is under way
         *     -410: The request of this key broke off
         *     -422: Key of another request
         *     -501: Internal error
         *     -503: Server busy
         *     -503: Model not installed
         *     -504: Timed out
         */
        Refused: {
            id: number;
            /** @enum {unknown} */
            status: -1 | -2 | -3 | -4 | -100 | -101 | -102 | -103 | -104 | -200 | -201 | -202 | -203 | -204 | -404 | -409 | -410 | -413 | -422 | -424 | -429 | -500 | -501 | -503 | -504;
            message: string;
            data: Record<string, never>;
        };
        /**
         * ping/ping
         * @description Answer pong.
         */
        "ping.ping.request": {
            id: number;
            /** @constant */
            type: "ping";
            /** @constant */
            subtype: "ping";
            data: Record<string, never>;
        };
        /**
         * register/phone
         * @description Make an account for a phone whose SMS code (command_type 1) the caller knows.
         */
        "register.phone.request": {
            id: number;
            /** @constant */
            type: "register";
            /** @constant */
            subtype: "phone";
            data: {
                /** @description phone number */
                username: string;
                /** @description md5(code + rand), lower-case hex */
                hash: string;
                /** @description password */
                pass: string;
            };
        };
        /**
         * login/pass
         * @description Sign in. `enduring` 1: the token never expires.
         *
         *     With the setting `clients.login_numbers` a wrong password is 102 instead of 100.
         */
        "login.pass.request": {
            id: number;
            /** @constant */
            type: "login";
            /** @constant */
            subtype: "pass";
            data: {
                /** @description phone number */
                username: string;
                /** @description password */
                pass: string;
                /** @description 1: the token never expires; anything else is 0 */
                enduring?: number;
            };
        };
        /**
         * login/sms
         * @description Sign in by an SMS code (command_type 1); `create` tells that the account is a new one.
         */
        "login.sms.request": {
            id: number;
            /** @constant */
            type: "login";
            /** @constant */
            subtype: "sms";
            data: {
                /** @description phone number */
                username: string;
                /** @description md5(code + rand), lower-case hex */
                hash: string;
                /** @description 1: the token never expires; anything else is 0 */
                enduring?: number;
            };
        };
        /**
         * logout/token
         * @description End the token with which this is asked.
         */
        "logout.token.request": {
            id: number;
            /** @constant */
            type: "logout";
            /** @constant */
            subtype: "token";
            data: Record<string, never>;
        };
        /**
         * info/get
         * @description The caller's own data, or what they may see of the account of `username`.
         */
        "info.get.request": {
            id: number;
            /** @constant */
            type: "info";
            /** @constant */
            subtype: "get";
            data: {
                /** @description whose; left out: one's own */
                username?: string;
            };
        };
        /**
         * info/update
         * @description Write what was sent; of another's account only as an admin. Unknown genders are ignored.
         */
        "info.update.request": {
            id: number;
            /** @constant */
            type: "info";
            /** @constant */
            subtype: "update";
            data: {
                /** @description whose; left out: one's own */
                username?: string;
                /** @description only the account's own number is accepted */
                phone?: string;
                /** @description real name */
                name?: string | null;
                /** @description nickname */
                nickname?: string | null;
                /** @description e-mail address */
                email?: string | null;
                /** @description male or female; anything else is ignored */
                gender?: unknown;
            };
        };
        /**
         * password/update
         * @description Change the password; every token of the account ends, and the caller goes on with another.
         *
         *     Where there is none they sign in again.
         */
        "password.update.request": {
            id: number;
            /** @constant */
            type: "password";
            /** @constant */
            subtype: "update";
            data: {
                /** @description old password */
                old: string;
                /** @description new password */
                new: string;
            };
        };
        /**
         * password/reset
         * @description Set a password by an SMS code (command_type 2); every token of the account ends.
         */
        "password.reset.request": {
            id: number;
            /** @constant */
            type: "password";
            /** @constant */
            subtype: "reset";
            data: {
                /** @description phone number of the account */
                username: string;
                /** @description md5(code + rand), lower-case hex */
                hash: string;
                /** @description password */
                pass: string;
            };
        };
        /**
         * password/forget
         * @description Set a password by an SMS code of either command_type; every token of the account ends.
         */
        "password.forget.request": {
            id: number;
            /** @constant */
            type: "password";
            /** @constant */
            subtype: "forget";
            data: {
                /** @description phone number of the account */
                username: string;
                /** @description md5(code + rand), lower-case hex */
                hash: string;
                /** @description password */
                pass: string;
            };
        };
        /**
         * portrait/upload
         * @description Take a picture as that of the caller; what it is, and where to keep it, is found out.
         */
        "portrait.upload.request": {
            id: number;
            /** @constant */
            type: "portrait";
            /** @constant */
            subtype: "upload";
            data: {
                /** @description the picture in base64, with or without `image/jpg;base64,` before it */
                base64: string;
                /** @description not looked at */
                type?: unknown;
                /** @description not looked at */
                if_local?: unknown;
            };
        };
        /**
         * pic/upload
         * @description Take a picture as that of the caller: to `users`, under their own username.
         */
        "pic.upload.request": {
            id: number;
            /** @constant */
            type: "pic";
            /** @constant */
            subtype: "upload";
            data: {
                /** @description the caller's own username */
                name: string;
                /** @description `users`, no other */
                upload_to: string;
                /** @description the picture in base64, with or without `image/jpg;base64,` before it */
                base64: string;
                /** @description not looked at */
                content?: unknown;
                /** @description not looked at */
                type?: unknown;
                /** @description not looked at */
                if_local?: unknown;
            };
        };
        /**
         * img/generate
         * @description A picture of letters and digits, base64 PNG, and the rand to hash its code with.
         */
        "img.generate.request": {
            id: number;
            /** @constant */
            type: "img";
            /** @constant */
            subtype: "generate";
            data: Record<string, never>;
        };
        /**
         * img/validate
         * @description Say, once, whether the hash is right.
         */
        "img.validate.request": {
            id: number;
            /** @constant */
            type: "img";
            /** @constant */
            subtype: "validate";
            data: {
                /** @description md5(code + rand), lower-case hex */
                hash: string;
            };
        };
        /**
         * sms/generate
         * @description Send a code to a phone (1 register, 2 reset); the rand to hash it with.
         *
         *     A reset for an unknown phone is answered alike and sends nothing. `hash`, of a picture's code,
         *     is looked at where the settings want one.
         */
        "sms.generate.request": {
            id: number;
            /** @constant */
            type: "sms";
            /** @constant */
            subtype: "generate";
            data: {
                /** @description mobile number of mainland China */
                phone: string;
                /** @description 1: to register, 2: to reset a password */
                command_type?: number;
                /** @description md5(code + rand), lower-case hex */
                hash?: unknown;
            };
        };
        /**
         * sms/validate
         * @description Say, once, whether the hash is right.
         */
        "sms.validate.request": {
            id: number;
            /** @constant */
            type: "sms";
            /** @constant */
            subtype: "validate";
            data: {
                /** @description md5(code + rand), lower-case hex */
                hash: string;
            };
        };
        /**
         * token/doki
         * @description Start the token's life again; like every other use does.
         */
        "token.doki.request": {
            id: number;
            /** @constant */
            type: "token";
            /** @constant */
            subtype: "doki";
            data: Record<string, never>;
        };
        /**
         * user/captcha
         * @description A picture of letters and digits, and the session to send back with its code.
         *
         *     Over REST the picture itself, with the session in a cookie; `?format=json` gives both. With the
         *     setting `clients.captcha_json` REST answers JSON, `[{"index", "img"}]`.
         */
        "user.captcha.request": {
            id: number;
            /** @constant */
            type: "user";
            /** @constant */
            subtype: "captcha";
            data: Record<string, never>;
        };
        /**
         * user/login
         * @description Sign in by `user`, whose kind is found out, or by one of the others.
         */
        "user.login.request": {
            id: number;
            /** @constant */
            type: "user";
            /** @constant */
            subtype: "login";
            data: {
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
        };
        /**
         * user/logout
         * @description End the session, if there is one.
         */
        "user.logout.request": {
            id: number;
            /** @constant */
            type: "user";
            /** @constant */
            subtype: "logout";
            data: Record<string, never>;
        };
        /**
         * user/register
         * @description Make an account with a user name and a phone or an e-mail; its number.
         */
        "user.register.request": {
            id: number;
            /** @constant */
            type: "user";
            /** @constant */
            subtype: "register";
            data: {
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
        };
        /**
         * user/password
         * @description Change the password; every session of the account ends, and this one goes on with another.
         *
         *     A session that came by cookie has its new token in the cookie alone.
         */
        "user.password.request": {
            id: number;
            /** @constant */
            type: "user";
            /** @constant */
            subtype: "password";
            data: {
                /** @description old password */
                old_password: string;
                /** @description new password */
                new_password: string;
            };
        };
        /**
         * user/avatar
         * @description Take a picture; its middle is shown, 512 pixels wide at most.
         */
        "user.avatar.request": {
            id: number;
            /** @constant */
            type: "user";
            /** @constant */
            subtype: "avatar";
            data: {
                /** @description a picture */
                avatar?: string | null;
            };
        };
        /**
         * user/info
         * @description The caller's account, or what everybody may know of that of `uid`.
         */
        "user.info.request": {
            id: number;
            /** @constant */
            type: "user";
            /** @constant */
            subtype: "info";
            data: {
                /** @description whose; left out: one's own */
                uid?: number;
            };
        };
        /**
         * user/info_update
         * @description Change what is sent; the account as it is then.
         */
        "user.info_update.request": {
            id: number;
            /** @constant */
            type: "user";
            /** @constant */
            subtype: "info_update";
            data: {
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
        /**
         * user/reset
         * @description Send a recovery code to `email` or `phone`; then set `new_password` by that `code`.
         *
         *     `reset` is what the first step answered; over REST a cookie carries it.
         */
        "user.reset.request": {
            id: number;
            /** @constant */
            type: "user";
            /** @constant */
            subtype: "reset";
            data: {
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
        };
        /**
         * user/email_code
         * @description Send a code to the account's e-mail, again; one is sent too when the e-mail is new.
         */
        "user.email_code.request": {
            id: number;
            /** @constant */
            type: "user";
            /** @constant */
            subtype: "email_code";
            data: Record<string, never>;
        };
        /**
         * user/email_prove
         * @description Prove the account's e-mail by that code; every other session of the account ends.
         */
        "user.email_prove.request": {
            id: number;
            /** @constant */
            type: "user";
            /** @constant */
            subtype: "email_prove";
            data: {
                /** @description the code of the mail */
                code: string | number;
            };
        };
        /**
         * user/phone_prove
         * @description Give the account a phone, proved by an SMS code (command_type 1); other sessions end.
         */
        "user.phone_prove.request": {
            id: number;
            /** @constant */
            type: "user";
            /** @constant */
            subtype: "phone_prove";
            data: {
                /** @description the mobile number */
                phone: string | number;
                /** @description md5(code + rand), lower-case hex */
                hash: string;
            };
        };
        /**
         * forum/comment_edit
         * @description Write the caller's comment anew; its new version.
         */
        "forum.comment_edit.request": {
            id: number;
            /** @constant */
            type: "forum";
            /** @constant */
            subtype: "comment_edit";
            data: {
                /** @description number of the comment */
                cid: number;
                /** @description text */
                text: string;
                /** @description counts the edits; sent with an edit, it is refused when there was another since */
                version?: number | null;
            };
        };
        /**
         * forum/comment_delete
         * @description Delete the caller's comment; as an admin, any.
         */
        "forum.comment_delete.request": {
            id: number;
            /** @constant */
            type: "forum";
            /** @constant */
            subtype: "comment_delete";
            data: {
                /** @description number of the comment */
                cid: number;
            };
        };
        /**
         * forum/comment_restore
         * @description Bring back a deleted comment.
         */
        "forum.comment_restore.request": {
            id: number;
            /** @constant */
            type: "forum";
            /** @constant */
            subtype: "comment_restore";
            data: {
                /** @description number of the comment */
                cid: number;
            };
        };
        /**
         * forum/comment_like
         * @description Like a comment.
         */
        "forum.comment_like.request": {
            id: number;
            /** @constant */
            type: "forum";
            /** @constant */
            subtype: "comment_like";
            data: {
                /** @description number of the comment */
                cid: number;
            };
        };
        /**
         * forum/comment_unlike
         * @description Take back the like of a comment.
         */
        "forum.comment_unlike.request": {
            id: number;
            /** @constant */
            type: "forum";
            /** @constant */
            subtype: "comment_unlike";
            data: {
                /** @description number of the comment */
                cid: number;
            };
        };
        /**
         * forum/index
         * @description The newest posts, their text cut, and how many posts there are.
         */
        "forum.index.request": {
            id: number;
            /** @constant */
            type: "forum";
            /** @constant */
            subtype: "index";
            data: {
                /** @description only what is older than this number */
                before?: number;
                /** @description at most so many */
                limit?: number;
            };
        };
        /**
         * forum/page
         * @description A page of posts, their text cut, and how many posts there are.
         */
        "forum.page.request": {
            id: number;
            /** @constant */
            type: "forum";
            /** @constant */
            subtype: "page";
            data: {
                /** @description counted from 1 */
                page_num: number;
                /** @description only what is older than this number */
                before?: number;
                /** @description at most so many */
                limit?: number;
            };
        };
        /**
         * forum/post
         * @description A post and its comments; `before`, `limit` and `page_num` are about the comments.
         */
        "forum.post.request": {
            id: number;
            /** @constant */
            type: "forum";
            /** @constant */
            subtype: "post";
            data: {
                /** @description number of the post */
                pid: number;
                /** @description only what is older than this number */
                before?: number;
                /** @description at most so many */
                limit?: number;
                /** @description counted from 1 */
                page_num?: number;
            };
        };
        /**
         * forum/post_new
         * @description Write a post; its number.
         */
        "forum.post_new.request": {
            id: number;
            /** @constant */
            type: "forum";
            /** @constant */
            subtype: "post_new";
            data: {
                /** @description title */
                title: string;
                /** @description a number that the apps give meaning to */
                type: number;
                /** @description text */
                text: string;
            };
        };
        /**
         * forum/post_edit
         * @description Write the caller's post anew, unless it was changed since `version`; its new version.
         */
        "forum.post_edit.request": {
            id: number;
            /** @constant */
            type: "forum";
            /** @constant */
            subtype: "post_edit";
            data: {
                /** @description number of the post */
                pid: number;
                /** @description title */
                title: string;
                /** @description text */
                text: string;
                /** @description counts the edits; sent with an edit, it is refused when there was another since */
                version?: number | null;
            };
        };
        /**
         * forum/post_delete
         * @description Delete the caller's post; as an admin, any.
         */
        "forum.post_delete.request": {
            id: number;
            /** @constant */
            type: "forum";
            /** @constant */
            subtype: "post_delete";
            data: {
                /** @description number of the post */
                pid: number;
            };
        };
        /**
         * forum/post_restore
         * @description Bring back a deleted post.
         */
        "forum.post_restore.request": {
            id: number;
            /** @constant */
            type: "forum";
            /** @constant */
            subtype: "post_restore";
            data: {
                /** @description number of the post */
                pid: number;
            };
        };
        /**
         * forum/post_like
         * @description Like a post.
         */
        "forum.post_like.request": {
            id: number;
            /** @constant */
            type: "forum";
            /** @constant */
            subtype: "post_like";
            data: {
                /** @description number of the post */
                pid: number;
            };
        };
        /**
         * forum/post_unlike
         * @description Take back the like of a post.
         */
        "forum.post_unlike.request": {
            id: number;
            /** @constant */
            type: "forum";
            /** @constant */
            subtype: "post_unlike";
            data: {
                /** @description number of the post */
                pid: number;
            };
        };
        /**
         * forum/comment_new
         * @description Comment on a post; the comment's number.
         */
        "forum.comment_new.request": {
            id: number;
            /** @constant */
            type: "forum";
            /** @constant */
            subtype: "comment_new";
            data: {
                /** @description number of the post */
                pid: number;
                /** @description text */
                text: string;
            };
        };
        /**
         * movie/comment_edit
         * @description Write the caller's comment anew; its new version.
         */
        "movie.comment_edit.request": {
            id: number;
            /** @constant */
            type: "movie";
            /** @constant */
            subtype: "comment_edit";
            data: {
                /** @description number of the comment */
                cid: number;
                /** @description text */
                text: string;
                /** @description counts the edits; sent with an edit, it is refused when there was another since */
                version?: number | null;
            };
        };
        /**
         * movie/comment_delete
         * @description Delete the caller's comment; as an admin, any.
         */
        "movie.comment_delete.request": {
            id: number;
            /** @constant */
            type: "movie";
            /** @constant */
            subtype: "comment_delete";
            data: {
                /** @description number of the comment */
                cid: number;
            };
        };
        /**
         * movie/comment_restore
         * @description Bring back a deleted comment.
         */
        "movie.comment_restore.request": {
            id: number;
            /** @constant */
            type: "movie";
            /** @constant */
            subtype: "comment_restore";
            data: {
                /** @description number of the comment */
                cid: number;
            };
        };
        /**
         * movie/comment_like
         * @description Like a comment.
         */
        "movie.comment_like.request": {
            id: number;
            /** @constant */
            type: "movie";
            /** @constant */
            subtype: "comment_like";
            data: {
                /** @description number of the comment */
                cid: number;
            };
        };
        /**
         * movie/comment_unlike
         * @description Take back the like of a comment.
         */
        "movie.comment_unlike.request": {
            id: number;
            /** @constant */
            type: "movie";
            /** @constant */
            subtype: "comment_unlike";
            data: {
                /** @description number of the comment */
                cid: number;
            };
        };
        /**
         * movie/new
         * @description Make an empty work; its number.
         */
        "movie.new.request": {
            id: number;
            /** @constant */
            type: "movie";
            /** @constant */
            subtype: "new";
            data: Record<string, never>;
        };
        /**
         * movie/upload
         * @description Add a picture, a short clip or info.json; our name for it and where it lies.
         *
         *     As JSON, `file` is base64 and `filename` what the client calls it.
         */
        "movie.upload.request": {
            id: number;
            /** @constant */
            type: "movie";
            /** @constant */
            subtype: "upload";
            data: {
                /** @description number of the work */
                work_id: number;
                /** @description a picture, a short clip or info.json */
                file?: string | null;
                /** @description name of the file */
                filename?: string;
            };
        };
        /**
         * movie/start
         * @description Queue the work for rendering.
         */
        "movie.start.request": {
            id: number;
            /** @constant */
            type: "movie";
            /** @constant */
            subtype: "start";
            data: {
                /** @description number of the work */
                work_id: number;
            };
        };
        /**
         * movie/status
         * @description Where the work is.
         *
         *     With the setting `clients.work_numbers` REST says `status` as lists do, 100 to 105 and 200,
         *     and in `result_msg` where a finished work lies.
         */
        "movie.status.request": {
            id: number;
            /** @constant */
            type: "movie";
            /** @constant */
            subtype: "status";
            data: {
                /** @description number of the work */
                work_id: number;
            };
        };
        /**
         * movie/cancel
         * @description Stop a waiting or running work.
         */
        "movie.cancel.request": {
            id: number;
            /** @constant */
            type: "movie";
            /** @constant */
            subtype: "cancel";
            data: {
                /** @description number of the work */
                work_id: number;
            };
        };
        /**
         * movie/delete
         * @description Remove the work's files; its row says -2 from then on.
         */
        "movie.delete.request": {
            id: number;
            /** @constant */
            type: "movie";
            /** @constant */
            subtype: "delete";
            data: {
                /** @description number of the work */
                work_id: number;
            };
        };
        /**
         * movie/list
         * @description The caller's works that have not failed, newest first.
         */
        "movie.list.request": {
            id: number;
            /** @constant */
            type: "movie";
            /** @constant */
            subtype: "list";
            data: Record<string, never>;
        };
        /**
         * movie/myall
         * @description All works of the caller, newest first.
         */
        "movie.myall.request": {
            id: number;
            /** @constant */
            type: "movie";
            /** @constant */
            subtype: "myall";
            data: Record<string, never>;
        };
        /**
         * movie/watch
         * @description The work's state now, and a further reply at every change; over a WebSocket only.
         *
         *     Who watches uses their token. When it ends, the last reply is -101.
         */
        "movie.watch.request": {
            id: number;
            /** @constant */
            type: "movie";
            /** @constant */
            subtype: "watch";
            data: {
                /** @description number of the work */
                work_id: number;
            };
        };
        /**
         * movie/share
         * @description Show the caller's work to everybody once it is finished, or to nobody any more.
         */
        "movie.share.request": {
            id: number;
            /** @constant */
            type: "movie";
            /** @constant */
            subtype: "share";
            data: {
                /** @description number of the work */
                work_id: number;
                /** @description everybody may see it */
                share: boolean | (0 | 1);
            };
        };
        /**
         * movie/storyboard
         * @description The storyboard of a finished film, as JSON that can be edited and rendered again.
         */
        "movie.storyboard.request": {
            id: number;
            /** @constant */
            type: "movie";
            /** @constant */
            subtype: "storyboard";
            data: {
                /** @description number of the work */
                work_id: number;
            };
        };
        /**
         * movie/render
         * @description Make a finished film again, by an edited storyboard; the old one stays until then.
         */
        "movie.render.request": {
            id: number;
            /** @constant */
            type: "movie";
            /** @constant */
            subtype: "render";
            data: {
                /** @description number of the work */
                work_id: number;
                /** @description scenes, pictures, crops, texts, transitions and music; docs/storyboard.md describes it */
                storyboard: {
                    [key: string]: unknown;
                };
            };
        };
        /**
         * movie/like
         * @description Like a work.
         */
        "movie.like.request": {
            id: number;
            /** @constant */
            type: "movie";
            /** @constant */
            subtype: "like";
            data: {
                /** @description number of the work */
                wid: number;
            };
        };
        /**
         * movie/unlike
         * @description Take back the like of a work.
         */
        "movie.unlike.request": {
            id: number;
            /** @constant */
            type: "movie";
            /** @constant */
            subtype: "unlike";
            data: {
                /** @description number of the work */
                wid: number;
            };
        };
        /**
         * movie/comment
         * @description The comments on a work, newest first, and how many there are.
         */
        "movie.comment.request": {
            id: number;
            /** @constant */
            type: "movie";
            /** @constant */
            subtype: "comment";
            data: {
                /** @description number of the work */
                wid: number;
                /** @description only what is older than this number */
                before?: number;
                /** @description at most so many */
                limit?: number;
                /** @description counted from 1 */
                page_num?: number;
            };
        };
        /**
         * movie/comment_new
         * @description Comment on a work; the comment's number.
         */
        "movie.comment_new.request": {
            id: number;
            /** @constant */
            type: "movie";
            /** @constant */
            subtype: "comment_new";
            data: {
                /** @description number of the work */
                wid: number;
                /** @description text */
                text: string;
            };
        };
        /**
         * movie/all
         * @description The finished works that their owners share, newest first, and how many there are.
         */
        "movie.all.request": {
            id: number;
            /** @constant */
            type: "movie";
            /** @constant */
            subtype: "all";
            data: {
                /** @description only what is older than this number */
                before?: number;
                /** @description at most so many */
                limit?: number;
                /** @description counted from 1 */
                page_num?: number;
            };
        };
        /**
         * movie/tag
         * @description Those of one tag.
         */
        "movie.tag.request": {
            id: number;
            /** @constant */
            type: "movie";
            /** @constant */
            subtype: "tag";
            data: {
                /** @description number of a group */
                tag: number;
                /** @description only what is older than this number */
                before?: number;
                /** @description at most so many */
                limit?: number;
                /** @description counted from 1 */
                page_num?: number;
            };
        };
        /**
         * photo/comment_edit
         * @description Write the caller's comment anew; its new version.
         */
        "photo.comment_edit.request": {
            id: number;
            /** @constant */
            type: "photo";
            /** @constant */
            subtype: "comment_edit";
            data: {
                /** @description number of the comment */
                cid: number;
                /** @description text */
                text: string;
                /** @description counts the edits; sent with an edit, it is refused when there was another since */
                version?: number | null;
            };
        };
        /**
         * photo/comment_delete
         * @description Delete the caller's comment; as an admin, any.
         */
        "photo.comment_delete.request": {
            id: number;
            /** @constant */
            type: "photo";
            /** @constant */
            subtype: "comment_delete";
            data: {
                /** @description number of the comment */
                cid: number;
            };
        };
        /**
         * photo/comment_restore
         * @description Bring back a deleted comment.
         */
        "photo.comment_restore.request": {
            id: number;
            /** @constant */
            type: "photo";
            /** @constant */
            subtype: "comment_restore";
            data: {
                /** @description number of the comment */
                cid: number;
            };
        };
        /**
         * photo/comment_like
         * @description Like a comment.
         */
        "photo.comment_like.request": {
            id: number;
            /** @constant */
            type: "photo";
            /** @constant */
            subtype: "comment_like";
            data: {
                /** @description number of the comment */
                cid: number;
            };
        };
        /**
         * photo/comment_unlike
         * @description Take back the like of a comment.
         */
        "photo.comment_unlike.request": {
            id: number;
            /** @constant */
            type: "photo";
            /** @constant */
            subtype: "comment_unlike";
            data: {
                /** @description number of the comment */
                cid: number;
            };
        };
        /**
         * photo/new
         * @description Make an empty work; its number.
         */
        "photo.new.request": {
            id: number;
            /** @constant */
            type: "photo";
            /** @constant */
            subtype: "new";
            data: Record<string, never>;
        };
        /**
         * photo/upload
         * @description Add a picture, a short clip or info.json; our name for it and where it lies.
         *
         *     As JSON, `file` is base64 and `filename` what the client calls it.
         */
        "photo.upload.request": {
            id: number;
            /** @constant */
            type: "photo";
            /** @constant */
            subtype: "upload";
            data: {
                /** @description number of the work */
                work_id: number;
                /** @description a picture, a short clip or info.json */
                file?: string | null;
                /** @description name of the file */
                filename?: string;
            };
        };
        /**
         * photo/start
         * @description Queue the work for rendering.
         */
        "photo.start.request": {
            id: number;
            /** @constant */
            type: "photo";
            /** @constant */
            subtype: "start";
            data: {
                /** @description number of the work */
                work_id: number;
            };
        };
        /**
         * photo/status
         * @description Where the work is.
         *
         *     With the setting `clients.work_numbers` REST says `status` as lists do, 100 to 105 and 200,
         *     and in `result_msg` where a finished work lies.
         */
        "photo.status.request": {
            id: number;
            /** @constant */
            type: "photo";
            /** @constant */
            subtype: "status";
            data: {
                /** @description number of the work */
                work_id: number;
            };
        };
        /**
         * photo/cancel
         * @description Stop a waiting or running work.
         */
        "photo.cancel.request": {
            id: number;
            /** @constant */
            type: "photo";
            /** @constant */
            subtype: "cancel";
            data: {
                /** @description number of the work */
                work_id: number;
            };
        };
        /**
         * photo/delete
         * @description Remove the work's files; its row says -2 from then on.
         */
        "photo.delete.request": {
            id: number;
            /** @constant */
            type: "photo";
            /** @constant */
            subtype: "delete";
            data: {
                /** @description number of the work */
                work_id: number;
            };
        };
        /**
         * photo/list
         * @description The caller's works that have not failed, newest first.
         */
        "photo.list.request": {
            id: number;
            /** @constant */
            type: "photo";
            /** @constant */
            subtype: "list";
            data: Record<string, never>;
        };
        /**
         * photo/myall
         * @description All works of the caller, newest first.
         */
        "photo.myall.request": {
            id: number;
            /** @constant */
            type: "photo";
            /** @constant */
            subtype: "myall";
            data: Record<string, never>;
        };
        /**
         * photo/watch
         * @description The work's state now, and a further reply at every change; over a WebSocket only.
         *
         *     Who watches uses their token. When it ends, the last reply is -101.
         */
        "photo.watch.request": {
            id: number;
            /** @constant */
            type: "photo";
            /** @constant */
            subtype: "watch";
            data: {
                /** @description number of the work */
                work_id: number;
            };
        };
        /**
         * photo/share
         * @description Show the caller's work to everybody once it is finished, or to nobody any more.
         */
        "photo.share.request": {
            id: number;
            /** @constant */
            type: "photo";
            /** @constant */
            subtype: "share";
            data: {
                /** @description number of the work */
                work_id: number;
                /** @description everybody may see it */
                share: boolean | (0 | 1);
            };
        };
        /**
         * photo/like
         * @description Like a work.
         */
        "photo.like.request": {
            id: number;
            /** @constant */
            type: "photo";
            /** @constant */
            subtype: "like";
            data: {
                /** @description number of the work */
                wid: number;
            };
        };
        /**
         * photo/unlike
         * @description Take back the like of a work.
         */
        "photo.unlike.request": {
            id: number;
            /** @constant */
            type: "photo";
            /** @constant */
            subtype: "unlike";
            data: {
                /** @description number of the work */
                wid: number;
            };
        };
        /**
         * photo/comment
         * @description The comments on a work, newest first, and how many there are.
         */
        "photo.comment.request": {
            id: number;
            /** @constant */
            type: "photo";
            /** @constant */
            subtype: "comment";
            data: {
                /** @description number of the work */
                wid: number;
                /** @description only what is older than this number */
                before?: number;
                /** @description at most so many */
                limit?: number;
                /** @description counted from 1 */
                page_num?: number;
            };
        };
        /**
         * photo/comment_new
         * @description Comment on a work; the comment's number.
         */
        "photo.comment_new.request": {
            id: number;
            /** @constant */
            type: "photo";
            /** @constant */
            subtype: "comment_new";
            data: {
                /** @description number of the work */
                wid: number;
                /** @description text */
                text: string;
            };
        };
        /**
         * photo/all
         * @description The finished works that their owners share, newest first, and how many there are.
         */
        "photo.all.request": {
            id: number;
            /** @constant */
            type: "photo";
            /** @constant */
            subtype: "all";
            data: {
                /** @description only what is older than this number */
                before?: number;
                /** @description at most so many */
                limit?: number;
                /** @description counted from 1 */
                page_num?: number;
            };
        };
        /**
         * report/new
         * @description Report something that the caller sees; the report's number.
         */
        "report.new.request": {
            id: number;
            /** @constant */
            type: "report";
            /** @constant */
            subtype: "new";
            data: {
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
        /**
         * report/list
         * @description Reports in one state, newest first, with the words that they are about.
         */
        "report.list.request": {
            id: number;
            /** @constant */
            type: "report";
            /** @constant */
            subtype: "list";
            data: {
                /**
                 * @description open, hidden, dismissed or restored
                 * @enum {string}
                 */
                state?: "open" | "hidden" | "dismissed" | "restored";
                /** @description only what is older than this number */
                before?: number;
                /** @description at most so many */
                limit?: number;
                /** @description counted from 1 */
                page_num?: number;
            };
        };
        /**
         * report/review
         * @description Hide what was reported, dismiss the report, or show again what was hidden.
         */
        "report.review.request": {
            id: number;
            /** @constant */
            type: "report";
            /** @constant */
            subtype: "review";
            data: {
                /** @description number of the report */
                report_id: number;
                /**
                 * @description hide, dismiss, or restore
                 * @enum {string}
                 */
                action: "hide" | "dismiss" | "restore";
            };
        };
        /**
         * block/add
         * @description Block a user; doing it again changes nothing.
         */
        "block.add.request": {
            id: number;
            /** @constant */
            type: "block";
            /** @constant */
            subtype: "add";
            data: {
                /** @description number of the user */
                uid: number;
            };
        };
        /**
         * block/remove
         * @description Block a user no more.
         */
        "block.remove.request": {
            id: number;
            /** @constant */
            type: "block";
            /** @constant */
            subtype: "remove";
            data: {
                /** @description number of the user */
                uid: number;
            };
        };
        /**
         * block/list
         * @description Whom the caller has blocked, the last one first.
         */
        "block.list.request": {
            id: number;
            /** @constant */
            type: "block";
            /** @constant */
            subtype: "list";
            data: {
                /** @description at most so many */
                limit?: number;
                /** @description counted from 1 */
                page_num?: number;
            };
        };
        /**
         * ai/color
         * @description The `k` main colours of a picture as [red, green, blue], those of most pixels first.
         *
         *     With the setting `clients.color_object` REST answers `{"k", "result"}`.
         */
        "ai.color.request": {
            id: number;
            /** @constant */
            type: "ai";
            /** @constant */
            subtype: "color";
            data: {
                /** @description a picture */
                image?: string | null;
                /** @description how many colours */
                k?: number;
            };
        };
        /**
         * ai/weather
         * @description The weather in a picture, and what speaks for each kind.
         */
        "ai.weather.request": {
            id: number;
            /** @constant */
            type: "ai";
            /** @constant */
            subtype: "weather";
            data: {
                /** @description a picture */
                image?: string | null;
            };
        };
        /**
         * ai/style
         * @description The picture painted in another style; without `style` one is chosen.
         */
        "ai.style.request": {
            id: number;
            /** @constant */
            type: "ai";
            /** @constant */
            subtype: "style";
            data: {
                /** @description a picture */
                image?: string | null;
                /** @description name of the style */
                style?: string;
            };
        };
        /**
         * ai/fsrcnn
         * @description The picture 2, 3 or 4 times as large in each direction.
         */
        "ai.fsrcnn.request": {
            id: number;
            /** @constant */
            type: "ai";
            /** @constant */
            subtype: "fsrcnn";
            data: {
                /** @description a picture */
                image?: string | null;
                /** @description how many times as wide and high */
                scale?: number;
            };
        };
        /**
         * ai/poem
         * @description Poems about a word, in lines of five or seven characters.
         *
         *     The same `seed` writes the same poems; `acrostic` gives the first characters of the lines.
         */
        "ai.poem.request": {
            id: number;
            /** @constant */
            type: "ai";
            /** @constant */
            subtype: "poem";
            data: {
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
                seed?: number | null | string;
                /** @description the lines' first characters, up to four */
                acrostic?: string | null;
                /** @description how many poems */
                number?: number;
            };
        };
        /**
         * ai/img2poem
         * @description A poem about a word, about recognised things, or about a picture; one of them is needed.
         *
         *     `values` tells how sure each of `types` is, in their order; the same `seed` writes the same.
         */
        "ai.img2poem.request": {
            id: number;
            /** @constant */
            type: "ai";
            /** @constant */
            subtype: "img2poem";
            data: {
                /** @description a word */
                keyword?: string | null;
                /** @description what was recognised, with commas between */
                types?: string | null;
                /** @description how sure each is, with commas between */
                values?: string | null;
                /** @description a picture */
                image?: string | null;
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
                seed?: number | null | string;
            };
        };
        /**
         * ai/location
         * @description The place of a point; of a list of points, a list of them in their order.
         *
         *     Outside China names are empty. `coord` names the system of the numbers.
         */
        "ai.location.request": {
            id: number;
            /** @constant */
            type: "ai";
            /** @constant */
            subtype: "location";
            data: {
                /** @description degrees east; several with commas between, or as a list */
                longitude: number | string | number[];
                /** @description degrees north; several with commas between, or as a list */
                latitude: number | string | number[];
                /**
                 * @description system of the numbers: wgs84 (GPS), gcj02, bd09
                 * @enum {string}
                 */
                coord?: "wgs84" | "gcj02" | "bd09";
            };
        };
        /**
         * ai/location_list
         * @description The places of points, also of a single one, as a list in their order.
         */
        "ai.location_list.request": {
            id: number;
            /** @constant */
            type: "ai";
            /** @constant */
            subtype: "location_list";
            data: {
                /** @description degrees east; several with commas between, or as a list */
                longitude: number | string | number[];
                /** @description degrees north; several with commas between, or as a list */
                latitude: number | string | number[];
                /**
                 * @description system of the numbers: wgs84 (GPS), gcj02, bd09
                 * @enum {string}
                 */
                coord?: "wgs84" | "gcj02" | "bd09";
            };
        };
        /** ping/ping */
        "ping.ping.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** register/phone */
        "register.phone.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["Nothing"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** login/pass */
        "login.pass.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["NewToken"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 300;
            message: string;
            data: components["schemas"]["Nothing"];
        } | {
            id: number;
            /** @constant */
            status: 100;
            message: string;
            data: components["schemas"]["Nothing"];
        } | {
            id: number;
            /** @constant */
            status: 102;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** login/sms */
        "login.sms.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["SignedInBySms"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100 | 300;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** logout/token */
        "logout.token.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** info/get */
        "info.get.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["GuestInfo"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** info/update */
        "info.update.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["Nothing"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100 | 101 | 102;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** password/update */
        "password.update.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["Nothing"] | components["schemas"]["NewToken"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** password/reset */
        "password.reset.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** password/forget */
        "password.forget.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["Nothing"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** portrait/upload */
        "portrait.upload.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["NewPicture"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** pic/upload */
        "pic.upload.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["NewPicture"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100 | 200;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** img/generate */
        "img.generate.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["HashedImage"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** img/validate */
        "img.validate.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["Nothing"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** sms/generate */
        "sms.generate.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["HashedSms"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 1000 | 1001 | 1002 | 1008 | 1012 | 1013 | 1014 | 1015 | 1016 | 1022 | 1023 | 1024 | 1025 | 1026 | 1031;
            message: string;
            data: components["schemas"]["ProviderRefusal"] | components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** sms/validate */
        "sms.validate.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["Nothing"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** token/doki */
        "token.doki.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** user/captcha */
        "user.captcha.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["SessionImage"];
        } | components["schemas"]["Refused"];
        /** user/login */
        "user.login.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["Profile"] | components["schemas"]["SignedIn"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100 | 101 | 102 | 103 | 104;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** user/logout */
        "user.logout.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** user/register */
        "user.register.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["NewUser"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100 | 101 | 102 | 103 | 104 | 105 | 106 | 107 | 108 | 109 | 110 | 111 | 112;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** user/password */
        "user.password.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["Nothing"] | components["schemas"]["NewToken"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100 | 101;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** user/avatar */
        "user.avatar.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["NewAvatar"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100 | 101 | 102;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** user/info */
        "user.info.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["OwnAccount"] | components["schemas"]["PublicProfile"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** user/info_update */
        "user.info_update.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["OwnAccount"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100 | 101 | 102 | 103;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** user/reset */
        "user.reset.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["ResetBegun"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100 | 101 | 102 | 103 | 104 | 105 | 106;
            message: string;
            data: components["schemas"]["CodeNotSent"] | components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** user/email_code */
        "user.email_code.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["Nothing"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100 | 101;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** user/email_prove */
        "user.email_prove.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["Nothing"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100 | 101;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** user/phone_prove */
        "user.phone_prove.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["Nothing"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100 | 101;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** forum/comment_edit */
        "forum.comment_edit.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["NewVersion"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100 | 101;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** forum/comment_delete */
        "forum.comment_delete.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["Nothing"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** forum/comment_restore */
        "forum.comment_restore.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["Nothing"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** forum/comment_like */
        "forum.comment_like.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["Nothing"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100 | 101;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** forum/comment_unlike */
        "forum.comment_unlike.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["Nothing"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100 | 101;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** forum/index */
        "forum.index.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["NewestPosts"];
        } | components["schemas"]["Refused"];
        /** forum/page */
        "forum.page.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["PostPage"];
        } | components["schemas"]["Refused"];
        /** forum/post */
        "forum.post.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["WholePost"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** forum/post_new */
        "forum.post_new.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["NewPost"];
        } | components["schemas"]["Refused"];
        /** forum/post_edit */
        "forum.post_edit.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["NewVersion"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100 | 101 | 102;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** forum/post_delete */
        "forum.post_delete.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["Nothing"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** forum/post_restore */
        "forum.post_restore.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["Nothing"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** forum/post_like */
        "forum.post_like.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["Nothing"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100 | 101;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** forum/post_unlike */
        "forum.post_unlike.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["Nothing"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100 | 101;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** forum/comment_new */
        "forum.comment_new.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["NewComment"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** movie/comment_edit */
        "movie.comment_edit.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["NewVersion"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100 | 101;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** movie/comment_delete */
        "movie.comment_delete.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["Nothing"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** movie/comment_restore */
        "movie.comment_restore.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["Nothing"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** movie/comment_like */
        "movie.comment_like.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["Nothing"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100 | 101;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** movie/comment_unlike */
        "movie.comment_unlike.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["Nothing"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100 | 101;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** movie/new */
        "movie.new.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["NewWork"];
        } | components["schemas"]["Refused"];
        /** movie/upload */
        "movie.upload.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["Uploaded"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100 | 101 | 102 | 103 | 104 | 105 | 106 | 107;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** movie/start */
        "movie.start.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["Queued"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100 | 101 | 102 | 103 | 104 | 105 | 106 | 107;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** movie/status */
        "movie.status.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["MovieStatus"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** movie/cancel */
        "movie.cancel.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["Nothing"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100 | 101;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** movie/delete */
        "movie.delete.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["Nothing"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** movie/list */
        "movie.list.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["OwnMovies"];
        } | components["schemas"]["Refused"];
        /** movie/myall */
        "movie.myall.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["OwnMovies"];
        } | components["schemas"]["Refused"];
        /** movie/watch */
        "movie.watch.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["WorkChange"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100 | 101;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** movie/share */
        "movie.share.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["Nothing"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** movie/storyboard */
        "movie.storyboard.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["StoryboardOf"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100 | 101 | 102 | 103;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** movie/render */
        "movie.render.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["Queued"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100 | 101 | 102 | 103 | 104;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** movie/like */
        "movie.like.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["Nothing"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100 | 101;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** movie/unlike */
        "movie.unlike.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["Nothing"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100 | 101;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** movie/comment */
        "movie.comment.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["CommentPage"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** movie/comment_new */
        "movie.comment_new.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["NewComment"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** movie/all */
        "movie.all.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["SharedMovies"];
        } | components["schemas"]["Refused"];
        /** movie/tag */
        "movie.tag.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["SharedMovies"];
        } | components["schemas"]["Refused"];
        /** photo/comment_edit */
        "photo.comment_edit.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["NewVersion"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100 | 101;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** photo/comment_delete */
        "photo.comment_delete.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["Nothing"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** photo/comment_restore */
        "photo.comment_restore.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["Nothing"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** photo/comment_like */
        "photo.comment_like.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["Nothing"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100 | 101;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** photo/comment_unlike */
        "photo.comment_unlike.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["Nothing"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100 | 101;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** photo/new */
        "photo.new.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["NewWork"];
        } | components["schemas"]["Refused"];
        /** photo/upload */
        "photo.upload.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["Uploaded"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100 | 101 | 102 | 103 | 104 | 105 | 106 | 107;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** photo/start */
        "photo.start.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["Queued"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100 | 101 | 102 | 103 | 104 | 105 | 106 | 107;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** photo/status */
        "photo.status.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["PhotoStatus"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** photo/cancel */
        "photo.cancel.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["Nothing"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100 | 101;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** photo/delete */
        "photo.delete.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["Nothing"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** photo/list */
        "photo.list.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["OwnPhotos"];
        } | components["schemas"]["Refused"];
        /** photo/myall */
        "photo.myall.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["OwnPhotos"];
        } | components["schemas"]["Refused"];
        /** photo/watch */
        "photo.watch.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["WorkChange"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100 | 101;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** photo/share */
        "photo.share.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["Nothing"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** photo/like */
        "photo.like.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["Nothing"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100 | 101;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** photo/unlike */
        "photo.unlike.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["Nothing"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100 | 101;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** photo/comment */
        "photo.comment.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["CommentPage"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** photo/comment_new */
        "photo.comment_new.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["NewComment"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** photo/all */
        "photo.all.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["SharedPhotos"];
        } | components["schemas"]["Refused"];
        /** report/new */
        "report.new.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["NewReport"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100 | 101;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** report/list */
        "report.list.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["ReportList"];
        } | components["schemas"]["Refused"];
        /** report/review */
        "report.review.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["Nothing"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** block/add */
        "block.add.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["Nothing"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100 | 101;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** block/remove */
        "block.remove.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["Nothing"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** block/list */
        "block.list.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["BlockedUsers"];
        } | components["schemas"]["Refused"];
        /** ai/color */
        "ai.color.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["MainColours"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100 | 102 | 103;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** ai/weather */
        "ai.weather.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["WeatherSeen"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100 | 102 | 103;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** ai/style */
        "ai.style.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["MadePicture"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100 | 101 | 102 | 103;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** ai/fsrcnn */
        "ai.fsrcnn.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["MadePicture"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 100 | 101 | 102 | 103;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** ai/poem */
        "ai.poem.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["NewPoems"];
        } | components["schemas"]["Refused"];
        /** ai/img2poem */
        "ai.img2poem.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["PicturePoem"];
        } | {
            id: number;
            /** @enum {unknown} */
            status: 102 | 103;
            message: string;
            data: components["schemas"]["Nothing"];
        } | components["schemas"]["Refused"];
        /** ai/location */
        "ai.location.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["LocatedPlace"] | components["schemas"]["LocatedPlaces"];
        } | components["schemas"]["Refused"];
        /** ai/location_list */
        "ai.location_list.reply": {
            id: number;
            /** @constant */
            status: 0;
            message: string;
            data: components["schemas"]["LocatedPlaces"];
        } | components["schemas"]["Refused"];
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
            /**
             * @description as the setting `clients.work_numbers` decides
             * @enum {integer}
             */
            status: 3 | 2 | 1 | 0 | -1 | -2;
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
            /**
             * @description as the setting `clients.work_numbers` decides
             * @example 处理完成
             */
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
            /**
             * @description as the setting `clients.work_numbers` decides
             * @enum {integer}
             */
            status: 3 | 2 | 1 | 0 | -1 | -2;
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
            /**
             * @description as the setting `clients.work_numbers` decides
             * @example 处理完成
             */
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
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
