"""Every status the service can answer; no other file writes a code or its text.

Codes below zero are global: any endpoint may answer them.
Codes above zero are local: they mean something only beside the endpoint that declares them,
so two endpoints may use the same number. Zero is success; rows with zero differ in REST text.
"""

from __future__ import annotations

from outcomes import ApiError, Outcome

__all__ = ["ApiError", "Outcome"]


class Global(Outcome):
    SUCCESS = 0, "successful", "操作成功", 200
    JSON_KEY = -1, "Error JSON key", "无效参数"
    JSON_VALUE = -2, "Error JSON value", "无效参数"
    DATA_KEY = -3, "Error data key", "无效参数"
    HASH = -4, "Error Hash", "验证码错误"
    TOKEN_MISSING = -100, "Missing necessary args", "未登录或登录超时"
    TOKEN_WRONG = -101, "Error token", "未登录或登录超时"
    USER_GONE = -102, "Get userid failed for the token", "未登录或登录超时"
    NOT_ALLOWED = -103, "No permission to operate", "无权操作"
    DEVICE = -104, "Error device_id token", "设备凭证错误"
    DATABASE = -200, "Failure to operate database", "服务器错误", 500
    ARG_EMPTY = -201, "Necessary key-value can't be empty", "无效参数"
    ARG_MISSING = -202, "Missing necessary data key-value", "无效参数"
    ARG_TYPE = -203, "Arg's value type error", "无效参数"
    ARG_VALUE = -204, "Arg's value error", "无效参数"
    REDIS = -404, "Unknown Error", "服务器错误", 500
    STORAGE = -500, "COS upload Error", "服务器错误", 500
    # Not in the documents' table; ours.
    TOO_LARGE = -413, "Request too large", "请求过大", 413
    FILE_TOO_LARGE = -413, "File too large: at most {limit}", "文件过大，上限 {limit}", 413
    PICTURE_PIXELS = -413, "Photo of more than {limit}0000 pixels", "照片超过 {limit} 万像素", 413
    CLIP_PIXELS = -413, "Clip of more than {limit}0000 pixels", "视频画面超过 {limit} 万像素", 413
    CLIP_SECONDS = -413, "Clip of more than {limit} seconds", "视频超过 {limit} 秒", 413
    FILE_COMPLEX = -413, "File too complex: save it anew", "文件结构过于复杂，请重新保存后上传", 413
    STORAGE_FULL = -413, "Storage full: {used}/{limit} bytes", "空间已满：{used}/{limit} 字节", 413
    REFERENCE = -424, "Error reference", "引用有误", 424
    REFERENCE_FAILED = -424, "Item {item} did not succeed", "第 {item} 项未成功", 424
    REFERENCE_MISSING = -424, "Item {item} answered no such value", "第 {item} 项没有此值", 424
    TOO_MANY = -429, "Too many requests", "操作过于频繁", 429
    KEY_UNDER_WAY = -409, "The request of this key is under way", "相同的请求正在处理", 409
    KEY_BROKEN_OFF = -410, "The request of this key broke off", "上次的请求中断，结果未知", 409
    KEY_OTHER_BODY = -422, "Key of another request", "请求标识已用于其他请求", 422
    INTERNAL = -501, "Internal error", "服务器错误", 500
    BUSY = -503, "Server busy", "服务器繁忙", 503
    MODEL_ABSENT = -503, "Model not installed", "模型未安装", 500
    TIMEOUT = -504, "Timed out", "处理超时", 504


# What is said of a body or a field by itself, and how a document words it for some endpoints.
UNREADABLE: frozenset[Outcome] = frozenset(
    {
        *(Global.JSON_KEY, Global.DATA_KEY),
        *(Global.ARG_EMPTY, Global.ARG_MISSING, Global.ARG_TYPE, Global.ARG_VALUE),
    }
)
INVALID_PARAMETER = "参数无效"


class AdminOnly(Outcome):
    """What only the admin pages and their command line say."""

    SIGN_IN = 100, "Wrong name or password", "用户名或密码错误"
    FORM = 101, "The form has expired; go back, reload, try again", "页面已过期，请返回刷新后重试"
    NOT_FOUND = 102, "There is no such page", "找不到页面", 404
    CHANGED = 103, "It is no longer in that state; look again", "状态已改变，请刷新后查看"
    ADMIN = 104, "Admins are changed on the command line", "管理员账号只能通过命令行修改"
    NO_RETRY = 105, "This cannot be tried again", "该任务不能重试"
    PASSWORD = (
        106,
        "A password has 10 to 1,024 characters and is neither the name nor the sample one",
        "密码须有 10 至 1024 个字符，且不得与用户名或样例密码相同",
    )
    NO_ADMIN = 107, "No such admin", "没有此管理员"
    TWICE = 108, "The two passwords differ", "两次输入的密码不一致"


class RestOnly(Outcome):
    """What only the REST face can say: the envelope faces have one method and no paths."""

    USE_POST = -2, "Use POST", "请使用 POST 请求"
    USE_GET = -2, "Use GET", "请使用 GET 请求"
    NOT_FOUND = -2, "Not found", "找不到页面", 404
    MALFORMED = -1, "Malformed request", "请求格式错误", 400
    CHANGED = -2, "Precondition failed", "文件已更改", 412
    RANGE = -2, "Range not satisfiable", "请求的范围不存在", 416


class Pong(Outcome):
    PONG = 0, "pong", "pong", 200


class RegisterPhone(Outcome):
    CREATE_FAILED = 100, "Create User Failed", "注册错误"


class LoginPass(Outcome):
    INCORRECT = 100, "Error username or password", "用户名或密码错误"
    # Instead of it, by a setting: a number that later editions of the document have.
    WRONG = 102, "Error username or password", "用户名或密码错误"
    TOKEN_FAILED = 300, "Add token failed", "服务器错误", 500


class LoginSms(Outcome):
    CREATE_FAILED = 100, "Create User Failed", "注册错误"
    TOKEN_FAILED = 300, "Add token failed", "服务器错误", 500


class PasswordForget(Outcome):
    NO_SUCH_USER = 100, "No Such User", "无此用户"


class PortraitUpload(Outcome):
    WRONG = 100, "Error base64 data", "图片数据错误"


class PicUpload(Outcome):
    NOT_ALLOWED = 200, "No right to operate", "无权操作"


class InfoGet(Outcome):
    NO_SUCH_USER = 100, "No Such User", "无此用户"


class InfoUpdate(Outcome):
    NO_SUCH_USER = 100, "No Such User", "无此用户"
    FAILED = 101, "Update UserInfo Failed", "更新用户信息失败"
    NOT_ALLOWED = 102, "No Permission Operation", "无权操作"


class CaptchaHash(Outcome):
    WRONG = 100, "Error captcha hash", "验证码错误"


class SmsProvider(Outcome):
    """What the SMS provider answers, under the numbers its clients know.

    The numbers are those of Tencent Cloud's SMS error table (document 382/3771); the
    present interface names the same conditions by words, see services/messages/sms_tencent.py.
    """

    OTHER = 1000, "{text}", "发送短信失败"
    SIGNATURE = 1001, "sig校验失败", "发送短信失败"
    WORDS = 1002, "短信/语音内容中含有敏感词", "发送短信失败"
    NO_ANSWER = 1008, "请求下发短信/语音超时", "发送短信失败"
    SIGN_NAME = 1012, "签名格式错误或者签名未审批", "发送短信失败"
    FREQUENCY = 1013, "下发短信/语音命中了频率限制策略", "发送短信失败"
    TEMPLATE = 1014, "模版未审批或请求的内容与审核通过的模版内容不匹配", "发送短信失败"
    BLACKLISTED = 1015, "手机号在黑名单库中", "发送短信失败"
    PHONE_FORMAT = 1016, "手机号格式错误", "手机号格式不正确"
    BUSINESS_DAY = 1022, "业务短信日下发条数超过设定的上限", "发送短信失败"
    PHONE_30_SECONDS = 1023, "单个手机号30秒内下发短信条数超过设定的上限", "发送短信失败"
    PHONE_HOUR = 1024, "单个手机号1小时内下发短信条数超过设定的上限", "发送短信失败"
    PHONE_DAY = 1025, "单个手机号日下发短信条数超过设定的上限", "发送短信失败"
    PHONE_SAME = 1026, "单个手机号下发相同内容超过设定的上限", "发送短信失败"
    BALANCE = 1031, "套餐包余额不足", "发送短信失败"


class PasswordUpdate(Outcome):
    OLD_WRONG = 100, "Error old password", "旧密码错误"


class UserLogin(Outcome):
    NO_SUCH_USER = 100, "No such user", "无此用户"
    PASSWORD_WRONG = 101, "Error password", "密码错误"
    CAPTCHA_MISSING = 102, "Captcha needed", "请输入验证码"
    CAPTCHA_EXPIRED = 103, "Captcha expired", "验证码过期"
    CAPTCHA_WRONG = 104, "Error captcha", "验证码错误"


class UserRegister(Outcome):
    NO_NAME = 100, "No uname or password", "无效参数：缺少用户名或密码"
    NO_CONTACT = 101, "No phone or email", "无效参数：缺少手机或邮箱"
    UID_TAKEN = 102, "User id taken", "用户ID已存在"
    UNAME_TAKEN = 103, "User name taken", "用户名已存在"
    FAILED = 104, "Create user failed", "注册错误"
    CAPTCHA_MISSING = 105, "Captcha needed", "请输入验证码"
    CAPTCHA_WRONG = 106, "Error captcha", "验证码错误"
    UNAME_DIGITS = 107, "A user name has more than digits", "用户名不能全为数字"
    PHONE_FORMAT = 108, "Error phone format", "手机号格式不正确"
    UNAME_CHARACTERS = 109, "Special characters in the user name", "用户名包含特殊字符"
    PHONE_TAKEN = 110, "Phone taken", "手机号已存在"
    EMAIL_TAKEN = 111, "Email taken", "邮箱已存在"
    EMAIL_FORMAT = 112, "Error email format", "邮箱格式不正确"


class UserPassword(Outcome):
    NO_SUCH_USER = 100, "No such user", "无此用户"
    OLD_WRONG = 101, "Error old password", "旧密码错误"


class UserAvatar(Outcome):
    NO_FILE = 100, "No avatar received", "未获取到avatar"
    FORMAT = 101, "Unsupported file format: save it as JPEG", "不支持的文件格式，请另存为 JPEG"
    BROKEN = 102, "Broken picture", "图片已损坏"


class UserInfo(Outcome):
    NO_SUCH_USER = 100, "No such user", "无此用户"


class UserInfoUpdate(Outcome):
    PHONE_TAKEN = 100, "Phone taken", "手机号已存在"
    EMAIL_TAKEN = 101, "Email taken", "邮箱已存在"
    PHONE_FORMAT = 102, "Error phone format", "手机号格式不正确"
    EMAIL_FORMAT = 103, "Error email format", "邮箱格式不正确"


class UserEmailCode(Outcome):
    """Ours, like the two that follow."""

    NO_EMAIL = 100, "The account has no e-mail", "账号没有邮箱"
    PROVED = 101, "The e-mail is proved already", "邮箱已验证"


class UserEmailProve(Outcome):
    NO_CODE = 100, "No code, or it has expired", "未获取验证码或已失效"
    CODE_WRONG = 101, "Error code", "验证码错误"


class UserPhoneProve(Outcome):
    TAKEN = 100, "Phone taken", "手机号已存在"
    FORMAT = 101, "Error phone format", "手机号格式不正确"


class UserReset(Outcome):
    """Of both steps, which are one address."""

    CAPTCHA_WRONG = 100, "Error captcha", "验证码错误"
    NO_SUCH_USER = 101, "No such user", "找不到用户"
    MAIL_FAILED = 102, "Mail not sent: {reason}", "发送邮件失败：{reason}"
    SMS_FAILED = 103, "SMS not sent", "发送短信失败"
    NO_CODE = 104, "No recovery code, or it has expired", "未获取恢复码或已失效"
    CODE_WRONG = 105, "Error recovery code", "恢复码错误"
    ARGUMENTS = 106, "Error arguments", "参数错误"


class UserDone(Outcome):
    """The success texts of the travel API's accounts."""

    LOGIN = 0, "successful", "登录成功", 200
    LOGOUT = 0, "successful", "已清除登录信息", 200
    REGISTER = 0, "successful", "注册成功", 200
    PASSWORD = 0, "successful", "成功地修改了密码", 200
    AVATAR = 0, "successful", "成功地修改了头像", 200


class UserResetDone(Outcome):
    """The success texts of the two steps of a reset."""

    MAILED = 0, "successful", "已发送恢复码至邮箱", 200
    TEXTED = 0, "successful", "已发送恢复码至手机", 200
    RESET = 0, "successful", "修改成功", 200


class WorkFind(Outcome):
    """The first local status of every endpoint of movie and photo that takes a work."""

    NOT_FOUND = 100, "No such work", "找不到作业集"


class WorkUpload(Outcome):
    NO_FILE = 101, "No file received", "未获取到file"
    FORMAT = 102, "Unsupported format: save as JPEG or MP4", "不支持的文件格式，请存为 JPEG 或 MP4"
    BROKEN = 103, "Broken picture", "图片已损坏"
    FULL = 104, "Too many pictures: at most {limit}", "图片过多，上限 {limit} 张"
    STARTED = 105, "The work has been started", "作业已开始，不能再上传"
    NAME = 106, "Bad file name", "文件名无效"
    CODEC = 107, "No clips of {codec}: save as H.264", "不支持视频编码 {codec}，请存为 H.264"


class WorkStarted(Outcome):
    """The success texts of start, one per state that the work was in."""

    AGAIN_AFTER_CANCEL = 0, "successful", "操作成功", 200
    REQUEUED = 0, "successful", "已重新加入队列", 200
    AFTER_FAILURE = 0, "successful", "原执行失败，已重新加入队列", 200
    QUEUED = 0, "successful", "已加入队列", 200


class WorkStart(Outcome):
    EXPIRED = 101, "The work has expired, make a new one", "{what}已过期，请重新新建"
    DONE = 102, "The work is done", "任务已完成"
    ALREADY = 103, "Already in the {state} queue", "已在 {state} 队列中"
    INFO_UNREADABLE = 104, "info.json cannot be read", "info.json 读取失败"
    INFO_NO_IMAGES = 105, "No images in info.json", "info.json 中无 images"
    FILE_MISSING = 106, "Missing file: {name}", "缺少文件：{name}"
    NO_PICTURES = 107, "The work has no pictures", "没有图片"


class WorkCancel(Outcome):
    NOT_RUNNING = 101, "Nothing to cancel", "没有可取消的任务"


class WorkStoryboard(Outcome):
    EXPIRED = 101, "The work has expired, make a new one", "{what}已过期，请重新新建"
    NOT_DONE = 102, "The work is not done", "任务尚未完成"
    ABSENT = 103, "The work has no storyboard", "没有分镜"


class WorkRender(Outcome):
    EXPIRED = 101, "The work has expired, make a new one", "{what}已过期，请重新新建"
    NOT_DONE = 102, "The work is not done", "任务尚未完成"
    ALREADY = 103, "Already in the {state} queue", "已在 {state} 队列中"
    WRONG = 104, "Error storyboard: {reason}", "分镜有误：{reason}"


class WorkWatch(Outcome):
    NEEDS_SOCKET = 101, "watch needs the WebSocket /api/ws", "请使用 WebSocket /api/ws"


class WorkAll(Outcome):
    """The success text of movie/all, in the document's example."""

    FOUND = 0, "successful", "获取成功", 200


class MovieFind(Outcome):
    NOT_FOUND = 100, "No such film", "找不到影集"


class PhotoFind(Outcome):
    NOT_FOUND = 100, "No such long picture", "找不到长图"


class PostFind(Outcome):
    NOT_FOUND = 100, "No such post", "找不到文章"


class PostEdit(Outcome):
    NOT_AUTHOR = 100, "Only its author can edit a post", "只有作者可以修改文章"
    NOT_FOUND = 101, "No such post", "找不到文章"
    CHANGED = 102, "The post has been changed meanwhile", "文章已被修改，请刷新后重试"


class CommentFind(Outcome):
    NOT_FOUND = 100, "No such comment", "找不到评论"


class CommentEdit(Outcome):
    CHANGED = 101, "The comment has been changed meanwhile", "评论已被修改，请刷新后重试"


class Like(Outcome):
    ALREADY = 101, "Liked already", "已经点过赞啦~"


class Unlike(Outcome):
    NOT_LIKED = 101, "Not liked", "还没有点过赞"


class ReportNew(Outcome):
    NOT_FOUND = 100, "Nothing there to report", "找不到举报的内容"
    ALREADY = 101, "Reported already", "已经举报过了"


class ReportReview(Outcome):
    NOT_FOUND = 100, "No such report", "找不到举报"


class BlockAdd(Outcome):
    NO_SUCH_USER = 100, "No such user", "无此用户"
    ONESELF = 101, "Nobody can block themselves", "不能拉黑自己"


class BlockRemove(Outcome):
    NOT_BLOCKED = 100, "Not blocked", "没有拉黑该用户"


class Fetched(Outcome):
    """The success text of what has the type ai."""

    FETCHED = 0, "successful", "获取成功", 200


class AiImage(Outcome):
    NO_IMAGE = 100, "No image received", "未获取到image"


class AiStyle(Outcome):
    NO_SUCH_STYLE = 101, "No such style", "指定的风格不存在"


class AiScale(Outcome):
    WRONG = 101, "Error scale", "缩放倍数错误"


class AiPicture(Outcome):
    """What is wrong with a picture that a model is to look at."""

    FORMAT = 102, "Unsupported file format: save it as JPEG", "不支持的文件格式，请另存为 JPEG"
    BROKEN = 103, "Broken picture", "图片已损坏"
